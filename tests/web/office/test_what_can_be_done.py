"""What an office's page offers can be done, and what it does not offer cannot, whatever anybody would answer.

Both sides are tried with commands made up at random (right in most things): if one of them is taken, the act is open.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from hustings.conduct.roles import OFFICE_ROLES
from hustings.conduct.seats import Placed, Seat
from hustings.kernel.refusals import Refused
from hustings.proceedings.appeals import AppealMade
from hustings.proceedings.contested_returns import ReturnContested, ReturnVoided
from hustings.proceedings.deciding import decide
from hustings.proceedings.decisions import Decision
from hustings.proceedings.emergency import EmergencyDeclared
from hustings.proceedings.endorsement import EndorsementDecided
from hustings.proceedings.entry import Entry
from hustings.proceedings.intention import IntentionAnswered
from hustings.proceedings.interruptions import AgainFrom, Cancelled, Postponed, RunAgain
from hustings.proceedings.member_ballot import HustingsNoticed
from hustings.proceedings.overrides import OverrideEffect
from hustings.proceedings.rolls import UnitObjected
from hustings.proceedings.stages import Answer
from hustings.proceedings.suspension import Suspended
from hustings.proceedings.values import Actor, Role, Withheld
from hustings.web.office.acts.act import Act
from hustings.web.office.acts.register import ACTS
from hustings.web.office.desk import Desk
from tests.proceedings.plausible import plausible_command
from tests.proceedings.walk import BRANCHES, OFFICE, REPRESENTATIVE, Walk
from tests.web.office.playing import SEAT, at_the_desk, text_of

pytestmark = pytest.mark.django_db

MEMBER = (Actor("p-mo", Role.MEMBER),)
THREE = ("p-holder", "p-ash", "p-birch")
MANY, FEW = 400, 12


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def choice(self, options: Any) -> Any:
        return self.random.choice(list(options))


def asked_and_silent(walk: Walk) -> None:
    walk.asked()
    assert walk.state.intention.reply_by is not None
    walk.now = walk.state.intention.reply_by + timedelta(days=1)


def late(walk: Walk) -> None:
    asked_and_silent(walk)
    walk.do(IntentionAnswered(answer=Answer.YES, received_at=walk.now, by=(REPRESENTATIVE,)))


def contested(walk: Walk) -> None:
    walk.trigger_open().returned(BRANCHES[0])
    walk.returned(BRANCHES[1])
    walk.do(ReturnContested(unit=BRANCHES[0], contention=Withheld("no"), by=MEMBER))
    walk.do(walk.decision(ReturnVoided, unit=BRANCHES[1]))


def objected(walk: Walk) -> None:
    walk.rolls_published()
    walk.do(UnitObjected(unit=BRANCHES[0], objection=Withheld("no"), by=MEMBER))


def returns_over(walk: Walk) -> None:
    walk.trigger_open().returned(BRANCHES[0])
    walk.after("returns-due")


def suspended(walk: Walk) -> None:
    walk.trigger_open().do(walk.decision(Suspended, suspension=Withheld("a case")))


def postponed(walk: Walk) -> None:
    walk.trigger_open().do(walk.decision(Postponed))


def cancelled(walk: Walk) -> None:
    walk.trigger_open().do(walk.decision(Cancelled))


def called(walk: Walk) -> None:
    """The election is called while applications are open, and a panel has to select."""
    walk.applications_open()
    assert walk.rulebook.rules.emergency is not None
    moment = walk.rulebook.rules.emergency.moment.value
    walk.do(walk.decision(EmergencyDeclared, moment=moment, happened_at=walk.now))


def nominations_over(walk: Walk) -> None:
    walk.nominated(*THREE).after("nominations-close")


def one_left(walk: Walk) -> None:
    walk.shortlisted("p-ash")


def before_the_ballot(walk: Walk) -> None:
    walk.shortlisted(*THREE)
    walk.do(HustingsNoticed(at=walk.now + timedelta(days=9), by=(OFFICE,)))
    walk.now += timedelta(days=10)


def appealed(walk: Walk) -> None:
    walk.counted()
    walk.do(
        AppealMade(
            against="result", ground="a mistake", argument=Withheld("no"), by=(REPRESENTATIVE,)
        )
    )


def endorsement_refused(walk: Walk) -> None:
    walk.counted().now += timedelta(days=60)
    who = walk.state.candidate
    walk.do(walk.decision(EndorsementDecided, candidate=who, endorsed=False))


def again(walk: Walk) -> None:
    walk.counted().do(walk.decision(RunAgain, begins=AgainFrom.HUSTINGS))


def petition_ready(walk: Walk) -> None:
    walk.opened().planned("petition").at("freeze")


ALONE = (
    "opened", "asked", "answered", "rolls_published", "trigger_open", "triggered", "reselected",
    "applications_open", "counted", "declared",
)  # fmt: skip
WITH_CONTENDERS = ("longlisted", "nominated", "shortlisted", "ballot_open")
STRETCHES: dict[str, Any] = {
    **{
        name: (lambda walk, name=name, who=who: getattr(walk, name)(*who))
        for name, who in {
            **dict.fromkeys(ALONE, ()), **dict.fromkeys(WITH_CONTENDERS, THREE),
        }.items()
    },
    **{
        one.__name__: one
        for one in (
            asked_and_silent, late, contested, objected, returns_over, suspended, postponed, cancelled, called,
            nominations_over, one_left, before_the_ballot, endorsement_refused, again,
        )
    },
}  # fmt: skip
CASES = [
    *(("model-association", name) for name in STRETCHES),
    *(("labour-2018", n) for n in ("asked_and_silent", "contested", "triggered", "counted")),
    *(("libdem-reselection", name) for name in ("opened", "asked_and_silent", "answered")),
    *(("uk-recall-2015", name) for name in ("opened",)),
]


def desk_of(walk: Walk) -> Desk:
    """An officer with every role of the office, and the walk's seat before them."""
    placed = tuple(
        Placed(number, number, at, entry, ())
        for number, (entry, at) in enumerate(walk.entries, start=1)
    )
    seat = Seat("commonweal", walk.proceeding, walk.rulebook, walk.state, placed, len(placed))
    persons = {f"p-{name}": name.title() for name in ("holder", "ash", "birch", "cedar", "panel-1")}
    return Desk(None, seat, "p-office", frozenset(OFFICE_ROLES), walk.now, persons)


def walked(rulebook: str, stretch: str) -> Walk:
    walk = Walk(rulebook)
    STRETCHES[stretch](walk)
    return walk


def tries(act: Act, walk: Walk, number: int) -> Iterator[tuple[Entry, ...] | Refused]:
    """What becomes of commands of the act's kind as they could be at this moment; none where nobody has the power."""
    if issubclass(act.kind, Decision) and act.kind.POWER not in walk.rulebook.rules.powers:
        return
    effect = EFFECTS.get(act.slug)
    for seed in range(number):
        made = plausible_command(act.kind, walk, Seeded(seed))
        if effect is None or getattr(made, "sets", None) is effect:
            yield decide(walk.state, made, walk.rulebook, walk.now)


EFFECTS = {
    "override-date": OverrideEffect.SET_DATE,
    "override-stage": OverrideEffect.SKIP_TO,
    "override-candidate": OverrideEffect.IMPOSE_CANDIDATE,
    "override-outcome": OverrideEffect.REPLACE_OUTCOME,
    "override-admit": OverrideEffect.ADMIT,
    "override-remove": OverrideEffect.REMOVE,
}


@pytest.mark.parametrize(("rulebook", "stretch"), CASES)
def test_what_is_offered_can_be_done_and_what_is_not_cannot(
    rulebook: str, stretch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act may wait for a later stage than the core would ask for; otherwise both say the same."""
    monkeypatch.setattr("hustings.web.office.acts.selecting.boxes_set_up", lambda _seat: {})
    walk = walked(rulebook, stretch)
    desk = desk_of(walk)
    wrong: list[str] = []
    for slug, act in ACTS.items():
        no, codes = act.not_now(desk), set[str]()
        for answer in tries(act, walk, MANY if no is None else FEW):
            if not isinstance(answer, Refused):
                break
            codes.add(answer.code)
        else:
            if no is None:
                wrong.append(f"{slug} is offered, and always refused: {codes}")
            continue
        if no is not None and no.code != "another-stage":
            wrong.append(f"{slug} is not offered ({no.code}), and could be done")
    assert not wrong, "; ".join(wrong)


def test_a_form_offers_no_choice_that_is_always_refused() -> None:
    """After a count only the selection and the ballot have been reached, and nothing was a readoption."""
    desk = desk_of(walked("model-association", "counted"))
    choices = ACTS["run-again"].ask(desk)["begins"].choices  # type: ignore[attr-defined]
    assert {value for value, _name in choices if value} == {"trigger", "applications", "hustings"}


def test_the_page_says_why_and_has_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    page = text_of(playing.client.get(f"/office/seats/{SEAT}/"))
    shut = page.split("What cannot be done now, and why")[1]
    assert "Declare the outcome of the trigger ballot 12 units may still report" in shut
    answer = playing.get("trigger")
    assert answer.status_code == 409
    assert "12 units may still report and could change the outcome" in text_of(answer)
    assert "can decide this" not in text_of(answer)
    assert "The page of the seat says what can be done now" in text_of(answer)
    assert 'name="seen"' not in answer.content.decode()


def test_what_has_been_done_and_can_be_done_again_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    playing = at_the_desk(Walk("model-association").trigger_open(), monkeypatch)
    page = text_of(playing.client.get(f"/office/seats/{SEAT}/"))
    assert "Publish the timetable (done; done again, it takes the place of the first" in page
    assert "Void a return (done" not in page
