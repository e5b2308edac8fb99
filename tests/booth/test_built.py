"""The built booth, as it is committed: no Node is needed to see that it is whole, small and shut."""

import gzip
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from tests.booth.small_server import STATIC, TOOLS

FOLDERS = (STATIC, TOOLS)
PAGES = sorted(page for folder in FOLDERS for page in folder.glob("*.html"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_sums_are_those_of_the_files(folder: Path) -> None:
    sums = dict(
        reversed(line.split("  "))
        for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    files = {file.name: file for file in folder.iterdir() if file.name != "SHA256SUMS"}
    assert sums == {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items()}


def test_the_script_is_under_eighty_kilobytes_compressed() -> None:
    assert len(gzip.compress((STATIC / "booth.js").read_bytes(), 9, mtime=0)) < 80_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_pins_its_script_and_style_and_has_none_within_it(page: Path) -> None:
    html = page.read_text("utf-8")
    pinned = re.findall(
        r"(?:src|href)=\"([a-z]+\.(?:js|css))\" integrity=\"sha256-([^\"]+)\"", html
    )
    assert len(pinned) == 2
    for name, digest in pinned:
        assert b64encode(sha256((page.parent / name).read_bytes()).digest()).decode() == digest
    assert len(re.findall(r"<script", html)) == 1
    assert not re.search(r"<style|style=|\son[a-z]+=|https?://|unsafe", html)
    assert "default-src 'none'; script-src 'self'" in html


def test_no_script_names_another_site_or_makes_code_of_text() -> None:
    for script in [*STATIC.glob("*.js"), *TOOLS.glob("*.js")]:
        text = script.read_text("utf-8")
        assert not re.findall(r"https?://", text)
        assert not re.findall(r"\beval\(|new Function|innerHTML|document\.write|localStorage", text)


def test_the_tools_are_hosted_apart_and_the_site_offers_only_their_demonstration() -> None:
    assert {file.name for file in TOOLS.iterdir()} == {
        "tools.html",
        "tools.js",
        "booth.css",
        "SHA256SUMS",
    }
    assert not (STATIC / "tools.html").exists()
    assert (STATIC / "tools.js").read_bytes() == (TOOLS / "tools.js").read_bytes()
