"""Every kind of entry says in one sentence what it did, and never what its reader may not know."""

from collections.abc import Iterator

import pytest

from hustings.conduct import words
from hustings.conduct.saying import SENTENCES, say
from hustings.proceedings.entry import Entry
from hustings.proceedings.interruptions import AgainFrom
from hustings.proceedings.kinds import KINDS
from hustings.proceedings.stages import Answer, Outcome, Stage, UnitAnswer
from hustings.proceedings.values import Visibility
from hustings.rulebooks.selecting_stages import EmergencyEffect, SeatSituation
from tests.proceedings.walk import Walk
from tests.web.public.stories import SECRETS, all_seats, reinstated

LONDON = "Europe/London"


def entries() -> Iterator[Entry]:
    for walk in (*all_seats().values(), reinstated(), Walk("labour-2018").declared()):
        yield from (entry for entry, _ in walk.entries)


def test_every_kind_has_a_sentence() -> None:
    assert set(SENTENCES) == set(KINDS.values())


def test_every_entry_of_a_whole_way_is_said_in_a_sentence() -> None:
    for entry in entries():
        said = say(entry, {}, LONDON)
        assert said.endswith("."), said
        assert "{" not in said
        assert said[0].isupper()


def test_no_sentence_says_what_is_withheld() -> None:
    said = " ".join(say(entry, {}, LONDON) for entry in entries())
    assert not [secret for secret in SECRETS if secret in said]
    assert "illness" not in said


def test_a_person_is_named_only_where_the_reader_knows_the_name() -> None:
    nominated = next(e for e in entries() if e.kind == "NominationMade")
    assert "whose name is not public" in say(nominated, {}, LONDON)
    assert "Birch Example" not in say(nominated, {}, LONDON)
    names = {nominated.nominee: "Birch Example"}  # type: ignore[attr-defined]
    assert "nominated Birch Example" in say(nominated, names, LONDON)


def test_a_sentence_is_said_in_the_readers_language() -> None:
    counted = next(e for e in entries() if e.kind == "CountMade")
    said = say(
        counted,
        {},
        LONDON,
        lambda text: text.upper().replace("{ROUNDS}", "{rounds}").replace("{WHO}", "{who}"),
    )
    assert said.startswith("THE PAPERS WERE COUNTED IN 2 ROUNDS")


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (words.STAGES, set(Stage)),
        (words.ANSWERS, set(Answer)),
        (words.UNIT_ANSWERS, set(UnitAnswer)),
        (words.OUTCOMES, set(Outcome)),
        (words.AGAIN, set(AgainFrom)),
        (words.VISIBILITIES, set(Visibility)),
        (words.SITUATIONS, set(SeatSituation.__args__)),  # type: ignore[attr-defined]
        (words.CONSEQUENCES, set(EmergencyEffect.__args__)),  # type: ignore[attr-defined]
    ],
)
def test_there_is_a_word_for_every_value(table: dict[object, str], keys: set[object]) -> None:
    assert set(table) == keys
