"""A handful online on the site: its number, ballots and rankings are on no page, in no download, mail or feed."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from hustings.conduct import tallying
from hustings.conduct.bundles import bundle_of
from hustings.conduct.closing import close_box, result_entry, take_archive
from hustings.kernel.refusals import Refused
from hustings.proceedings.few_papers import FewPapersCounted
from hustings.proceedings.online_ballot import OnlineBallotClosed, OnlineResultEntered
from hustings.proceedings.stages import Stage
from hustings.proceedings.values import Visibility
from hustings.store.models import Notice
from tests.conduct.polls import THREE, played_once
from tests.conduct.town import SEAT, Town, signed_in
from tests.proceedings.walk import TELLERS
from tests.web.booth.conftest import announced
from tests.web.booth.test_whole_ballot import VOTES, opened_elsewhere
from tests.web.booth.test_whole_ballot import voted as voted  # noqa: PLC0414 - a fixture here too
from tests.web.seats import reference_of

pytestmark = pytest.mark.django_db
PAGES = (
    "/", f"/seats/{SEAT}/", f"/seats/{SEAT}/count/", f"/seats/{SEAT}/count/papers.blt",
    f"/seats/{SEAT}/count/papers-on-record.blt", f"/seats/{SEAT}/box/",
    f"/seats/{SEAT}/box/archive.bel", f"/seats/{SEAT}/box/factors.jsonl",
    f"/seats/{SEAT}/record/", f"/seats/{SEAT}/returns.csv",
    f"/seats/{SEAT}/calendar.ics", f"/seats/{SEAT}/bundle.zip", "/api/v1/seats", f"/api/v1/seats/{SEAT}",
    f"/api/v1/seats/{SEAT}/entries", f"/api/v1/seats/{SEAT}/bundle.zip",
)  # fmt: skip


@pytest.fixture(scope="module")
def played(keys: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Played once: everybody votes online under rules by which fewer than ten are a handful."""
    with played_once(announced(packs=()), keys, django_db_blocker.unblock) as town:
        yield town


def everything_public(client: Client) -> Iterator[tuple[str, str]]:
    """Every page, download and answer of the API about the seat, and every letter that was written."""
    reached = 0
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code in {200, 404}, path
        reached += answer.status_code == 200
        content = answer.getvalue()
        if path.endswith(".zip") and answer.status_code == 200:
            with zipfile.ZipFile(io.BytesIO(content)) as bundle:
                names = [one for one in bundle.namelist() if not one.startswith("rulebooks/")]
                content = b"\n".join(map(bundle.read, names))
        yield path, content.decode("utf-8", "replace")
    assert reached >= 9
    yield "mail", "\n".join(f"{one.subject} {one.body} {one.alternatives}" for one in mail.outbox)
    yield "letters", "\n".join(str(vars(one)) for one in Notice.objects.all())


def telling(trackers: list[str], rankings: str) -> list[str]:
    """What would tell of four ballots: their number as pages and record spell it, trackers, rankings."""
    ways = ["4 ballots", "four ballots", '"ballots":4', '"ballots": 4', "Ballots cast online"]
    lines = [line for line in rankings.splitlines() if line.count(" ") > 2]
    assert len(lines) >= 3
    return [*ways, *trackers, *lines]


def counted(town: Town) -> str:
    """Closed, opened elsewhere, taken back and counted by two tellers; the rankings as only they know them."""
    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    assert closed.ballots is None
    town.do(replace(closed, by=TELLERS))
    teller = signed_in(reference_of(TELLERS[0].person))
    archive = teller.get(f"/tellers/{SEAT}/box/archive.bel").getvalue()
    assert archive.startswith(b"BELENIOS\0")
    page = teller.get(f"/tellers/{SEAT}/box/").content.decode()
    assert "Give the archive to the trustees and the witnesses, and to nobody else" in page
    taken = take_archive(SEAT, opened_elsewhere(archive))
    assert not isinstance(taken, Refused), taken
    page = teller.get(f"/tellers/{SEAT}/box/").content.decode()
    assert "Sign the result, two of you" in page
    desk = tallying.teller_desk(reference_of(TELLERS[0].person), SEAT)
    few = tallying.few_counted(desk, None, (), TELLERS)
    town.do(in_walk_names(few))
    found = result_entry(SEAT)
    assert isinstance(found, OnlineResultEntered)
    return found.blt


def in_walk_names(few: FewPapersCounted) -> FewPapersCounted:
    """The report with the walk's readable names."""
    value, elected = json.dumps(few.papers.value), few.elected
    for name in THREE:
        value, elected = (text.replace(reference_of(name), name) for text in (value, elected))
    return replace(few, elected=elected, papers=replace(few.papers, value=json.loads(value)))


def test_a_handful_online_is_counted_and_nothing_public_tells_of_it(
    voted: Town, client: Client
) -> None:
    """Four vote; three put Ash first. Everybody reads that Ash was selected, and that few voted."""
    from hustings.store.models import Box

    rankings = counted(voted)
    assert (voted.walk.state.candidate, voted.walk.state.stage) == ("p-ash", Stage.APPEALS)
    trackers = list(Box.objects.get().casts.values_list("tracker", flat=True))
    assert len(trackers) == len(VOTES)
    forbidden = telling(trackers, rankings)
    for path, shown in everything_public(client):
        assert not [one for one in forbidden if one in shown], path
    page = client.get(f"/seats/{SEAT}/count/").content.decode()
    assert "Fewer than 10 votes counted, on paper or online" in page
    assert client.get(f"/seats/{SEAT}/box/archive.bel").status_code == 404
    organisation = voted.union.organisation
    assert not [path for path in bundle_of(organisation, (SEAT,)) if path.endswith(".bel")]
    parties = bundle_of(organisation, (SEAT,), Visibility.PARTIES)
    assert [path for path in parties if path.endswith(".bel")]


def test_a_voter_among_a_handful_can_still_look_up_their_ballot(
    voted: Town, client: Client
) -> None:
    from hustings.store.models import Box

    closed = close_box(SEAT)
    assert isinstance(closed, OnlineBallotClosed)
    voted.do(replace(closed, by=TELLERS))
    tracker = Box.objects.get().casts.values_list("tracker", flat=True)[0]
    address = f"/seats/{SEAT}/box/"
    assert (
        "The box is closed with fewer than 10 ballots in it" in client.get(address).content.decode()
    )
    found = client.get(address, {"tracker": tracker}).content.decode()
    assert "A ballot with this tracker is in the box" in found
    assert f"<code>{tracker}</code>" not in found, "in the field where it was typed, and in no list"


def test_a_tracker_is_found_as_it_was_read_from_the_receipt_in_groups(
    voted: Town, client: Client
) -> None:
    from hustings.store.models import Box

    close_box(SEAT)
    tracker = Box.objects.get().casts.values_list("tracker", flat=True)[0]
    typed = " ".join(tracker[at : at + 4] for at in range(0, len(tracker), 4))
    page = client.get(f"/seats/{SEAT}/box/", {"tracker": typed}).content.decode()
    assert "A ballot with this tracker is in the box" in page
    other = client.get(f"/seats/{SEAT}/box/", {"tracker": tracker.swapcase()}).content.decode()
    assert "Compare it with your receipt, capitals and small letters too" in other
    assert "after the full hour" not in other, "no more ballots come into a closed box"


def test_an_open_box_shows_no_number_before_there_are_enough(voted: Town, client: Client) -> None:
    ballot = voted.walk.state.ballot
    assert ballot is not None
    voted.at(ballot.closes - timedelta(hours=1))
    shown = client.get(f"/seats/{SEAT}/box/").content.decode()
    assert "Fewer than 10 ballots can be looked up so far" in shown
    assert "They are not listed while they are so few" in shown


@pytest.mark.parametrize("name", ["", "C-branch-1-0"])
def test_nobody_but_tellers_and_scrutineer_gets_the_archive_of_a_handful(
    voted: Town, client: Client, name: str
) -> None:
    close_box(SEAT)
    visitor = voted.as_member(name) if name else client
    for file in ("archive.bel", "factors.jsonl"):
        assert visitor.get(f"/tellers/{SEAT}/box/{file}").status_code in {302, 403}
