"""A walk that is laid out again is the one that was played, row for row, and its record goes on from there."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from hustings.conduct.reading import read_seat
from hustings.proceedings.entry import command_of
from hustings.store import checkpoints
from hustings.store.models import Checkpoint, LogEntry
from tests.proceedings.walk import Walk
from tests.web import kept_plays
from tests.web.seats import Union, play_alone, told

pytestmark = pytest.mark.django_db

SEAT = "northmoor-1"


@pytest.fixture(autouse=True)
def nothing_is_kept_yet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any) -> None:
    monkeypatch.setattr(kept_plays, "FOLDER", tmp_path / "played")
    settings.DATA = settings.HUSTINGS_LOG_KEYS = tmp_path / "keys"


def rows() -> list[Any]:
    """Every row of ours, in order."""
    return [list(model._base_manager.order_by("pk").values()) for model in kept_plays.tables()]


def entries() -> list[bytes]:
    return [bytes(one) for one in LogEntry.objects.order_by("pk").values_list("content", flat=True)]


def and_gone(walk: Walk, look: Callable[[], Any]) -> Any:
    """What is seen of a walk that is played and taken back."""
    with transaction.atomic():
        play_alone(walk, SEAT)
        seen = look()
        transaction.set_rollback(True)
    return seen


def test_a_walk_that_was_played_before_is_laid_out_row_for_row() -> None:
    played = and_gone(Walk().asked(), rows)

    assert and_gone(Walk().asked(), rows) == played
    assert any(played)


def test_a_walk_that_differs_in_one_moment_is_played_anew() -> None:
    played = and_gone(Walk().asked(), entries)
    later = Walk().asked()
    entry, at = later.entries[-1]
    later.entries[-1] = (entry, at + timedelta(minutes=1))

    assert and_gone(later, entries) != played


def test_beside_what_stands_already_a_walk_is_played_anew() -> None:
    walks = {SEAT: Walk().asked()}
    play_alone(walks[SEAT], SEAT)
    times: list[int] = []

    def play() -> dict[str, set[str]]:
        times.append(1)
        return {}

    kept_plays.laid_out("alone", walks, play)

    assert times == [1]


def test_the_next_entry_is_signed_sealed_and_told_as_after_a_play() -> None:
    longer = Walk().answered()
    and_gone(shorter := Walk().asked(), rows)

    union: Union = play_alone(shorter, SEAT)
    answer, at = longer.entries[-1]
    union.person(told(answer).by[0].person, at, "representative", proceeding=SEAT)
    union.do(SEAT, command_of(told(answer)), at)

    assert read_seat(union.organisation, SEAT).entries[-1].entry.kind == "IntentionAnswered"
    newest = checkpoints.latest(union.organisation)
    assert newest is not None
    assert newest.size == Checkpoint.objects.order_by("-size")[0].size == LogEntry.objects.count()


def test_a_play_in_which_a_letter_goes_out_is_not_kept() -> None:
    known: dict[str, set[str]] = {}

    def play() -> dict[str, set[str]]:
        mail.send_mail("asked", "", None, ["somebody@members.example"])
        return known

    kept_plays.laid_out("a letter", {}, play)

    assert not kept_plays.FOLDER.exists()
