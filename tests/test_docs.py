"""The front matter stays true: links lead somewhere, commands run, figures come from a measurement."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if not path.name.startswith(".")
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = "from hustings.cli.main import main; main()"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text()) if "://" not in link]
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken


def readme_commands() -> list[str]:
    lines = (ROOT / "README.md").read_text().splitlines()
    found = [line.strip() for line in lines if line.strip().startswith(".venv/bin/hustings ")]
    return [line.removeprefix(".venv/bin/hustings ") for line in found]


def test_the_readme_shows_commands() -> None:
    assert len(readme_commands()) >= 4


@pytest.mark.parametrize("words", [c for c in readme_commands() if not c.startswith("verify")])
def test_every_command_of_the_readme_runs(words: str, tmp_path: Path) -> None:
    given = [
        str(tmp_path / "my-rules") if word == "../my-rules" else word for word in shlex.split(words)
    ]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *given],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr


def test_the_tour_has_ten_files() -> None:
    """Each of its ten steps leads to one file of the source, which is there."""
    steps = re.split(r"^\d+\. \*\*", (ROOT / "docs" / "tour.md").read_text(), flags=re.MULTILINE)
    files = [
        re.findall(r"\]\(\.\./(src/.+?)\)|\]\((?!\.\./tests)(.+?)\)", step) for step in steps[1:]
    ]
    assert [len(linked) for linked in files] == [1] * 10
    assert all((ROOT / linked[0][0]).is_file() for linked in files)


def words_of_the_glossary() -> list[str]:
    rows = re.findall(
        r"^\| \*\*(.+?)\*\*", (ROOT / "docs" / "glossary.md").read_text(), re.MULTILINE
    )
    return [word for row in rows for word in re.split(r", then |, ", row)]


def test_every_word_of_the_glossary_is_a_word_of_the_code_or_its_pages() -> None:
    """A word that nothing uses any more, or uses under another name, does not stay in the glossary."""
    sources = [*ROOT.glob("src/**/*.py"), *ROOT.glob("src/**/*.html")]
    said = "\n".join(path.read_text(encoding="utf-8").lower() for path in sources)
    missing = [
        word
        for word in words_of_the_glossary()
        if not re.search(word.lower().replace(" ", r"[\s_-]+"), said)
    ]
    assert len(words_of_the_glossary()) > 50
    assert not missing
