"""How long the booth takes to seal a ballot in Chromium, slowed sixfold: ``python -m benchmarks.booth``."""

import gzip
import json
import platform
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import node
from tests.booth.papers import RANKING, YES_NO, paper

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
SLOWER = 6
RFC_KEY = json.loads(
    json.loads((ROOT / "tests/golden/secret/ballot-rfc3526-yes.json").read_text("utf-8"))[
        "election"
    ]
)["public_key"]
PLAIN = {key: value for key, value in YES_NO.items() if key != "blank"}
BALLOTS: dict[str, tuple[dict[str, Any], list[list[int]]]] = {
    "yes or no": (PLAIN, [[1, 0]]),
    "yes, no or blank": (YES_NO, [[0, 1, 0]]),
    "12 candidates ranked": (RANKING, [list(range(1, 13))]),
}
GROUPS: dict[str, dict[str, str]] = {
    "Ed25519": {},
    "RFC-3526-2048": {"group": "RFC-3526-2048", "public_key": RFC_KEY},
}


def elections() -> Iterator[tuple[str, str, str, list[list[int]]]]:
    """Name of the ballot, group, ``election.json`` and the choices to seal."""
    for group, changes in GROUPS.items():
        for name, (question, choices) in BALLOTS.items():
            yield name, group, paper(question, **changes).decode(), choices


def main() -> None:
    """Print the table: for each ballot and group the first and the best of several, in a page of its own each."""
    ArgumentParser(prog="python -m benchmarks.booth", description=__doc__).parse_args()
    node.main(str(ROOT / "booth"), "node", "build.mjs", "--bench")
    script = (ROOT / "booth/build/bench.js").read_text("utf-8")
    built = (ROOT / "src/hustings/web/static/booth/booth.js").read_bytes()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        print(
            f"Chromium {browser.version}, {platform.machine()}; booth.js {len(built):,} bytes,",
            end=" ",
        )
        print(f"{len(gzip.compress(built, 9, mtime=0)):,} compressed\n")
        print(
            "| ballot | group | slowed | tables, ms | seal and sign, first, ms | best of "
            f"{RUNS}, ms |"
        )
        print("|---|---|---|---|---|---|")
        for name, group, election, choices in elections():
            for rate in (1, SLOWER):
                times = measured(browser, script, election, choices, rate)
                first, best = times[0]["seal"], min(one["seal"] for one in times)
                cells = (
                    name,
                    group,
                    f"{rate}x",
                    f"{times[0]['prepare']:.0f}",
                    f"{first:.0f}",
                    f"{best:.0f}",
                )
                print(f"| {' | '.join(cells)} |", flush=True)
        browser.close()


def measured(
    browser: Any, script: str, election: str, choices: list[list[int]], rate: int
) -> list[dict[str, float]]:
    """Times of several ballots in a fresh page, whose main thread runs at a fraction of its speed."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(content=script)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    times = [
        page.evaluate("([election, choices]) => sealOnce(election, choices)", [election, choices])
        for _ in range(RUNS)
    ]
    context.close()
    return times


if __name__ == "__main__":
    main()
