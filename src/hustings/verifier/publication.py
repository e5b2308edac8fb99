"""Group 10: what is public gives nobody's vote away."""

from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.publication import figures_may_be_public, is_unanimous
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.record.entries import Entry
from hustings.verifier.findings import Findings
from hustings.verifier.openings import Opened
from hustings.verifier.replaying import Replayed


def check_publication(replayed: Replayed, opened: Opened, findings: Findings) -> None:
    """10.1, and warnings: figures that tell how everybody voted, papers that only their tellers have seen."""
    if replayed.rulebook is None:
        return
    cell = replayed.rulebook.rules.publication.minimum_cell.value
    for entry, said in replayed.said:
        if isinstance(said, FewPapersCounted):
            _check_few(entry, opened, cell, findings)
        votes = _public_figures(entry, opened) if isinstance(said, ReturnMade) else None
        if votes is None:
            continue
        if not figures_may_be_public(votes, cell):
            what = f"figures of fewer than {cell} votes are opened to the public"
            findings.fail("10.1", what, entry.position)
        elif is_unanimous(votes):
            findings.warn(
                f"The figures of entry {entry.position} are unanimous: they tell how everybody voted."
            )


def _check_few(entry: Entry, opened: Opened, cell: int, findings: Findings) -> None:
    opening = opened.of(entry).get("papers")
    if opening is not None and opening.visibility is Visibility.PUBLIC:
        what = f"papers of fewer than {cell} voters are opened to the public"
        findings.fail("10.1", what, entry.position)
    findings.warn(
        f"Entry {entry.position}: fewer than {cell} papers counted, so they are not published; "
        "who is selected is attested by two tellers, not proved."
    )


def _public_figures(entry: Entry, opened: Opened) -> dict[str, int] | None:
    opening = opened.of(entry).get("figures")
    if opening is None or opening.visibility is not Visibility.PUBLIC:
        return None
    if not isinstance(opening.value, dict):
        return None
    return {
        name: number
        for name, number in opening.value.items()
        if isinstance(number, int) and not isinstance(number, bool)
    }
