"""Acting on a seat: entered at once or waiting for signatures, and what happens when two act at the same time."""

from dataclasses import replace
from datetime import timedelta
from secrets import randbelow

import pytest
from nacl.signing import SigningKey

from hustings.conduct.accepting import WouldNotVerify, check_before_it_stands
from hustings.conduct.acting import act
from hustings.conduct.authority import propose_revocation
from hustings.conduct.bundles import bundle_of
from hustings.conduct.drafting import SIGN_WITHIN, Waiting, waiting_for
from hustings.conduct.entering import Entered
from hustings.conduct.founding import register_of
from hustings.conduct.reading import read_seat
from hustings.conduct.roles import Role
from hustings.conduct.signing import refuse_to_sign, sign
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Given
from hustings.proceedings.interruptions import Postponed
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility
from hustings.record.bundle import read_files
from hustings.record.entries import read_statement
from hustings.record.keys import KeyRegister
from hustings.record.signing import sign as sign_statement
from hustings.store import checkpoints, log
from hustings.store.models import Draft
from hustings.verifier.verify import verify
from tests.proceedings.walk import BRANCHES, Walk
from tests.web.seats import OFFICE, Union, key_of, play_alone, reference_of, told

pytestmark = pytest.mark.django_db
SEAT = "northmoor-1"


@pytest.fixture
def walk() -> Walk:
    """A trigger ballot that is running; one branch has returned, so that the tellers have their keys."""
    begun = Walk("model-association").trigger_open()
    begun.returned(BRANCHES[0], UnitAnswer.OPEN)
    return begun


@pytest.fixture
def union(walk: Walk, tmp_path: object, settings: object) -> Union:
    settings.HUSTINGS_LOG_KEYS = tmp_path  # type: ignore[attr-defined]
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    return play_alone(walk)


def a_return(walk: Walk, unit: str = BRANCHES[1]) -> ReturnMade:
    return told(walk.return_of(unit, UnitAnswer.RESELECT))


def signed_by(person: str, waiting: Waiting, walk: Walk, key: SigningKey | None = None) -> object:
    statement = read_statement(bytes(Draft.objects.get(reference=waiting.reference).statement))
    made = sign_statement(statement, key or key_of(person))
    return sign(waiting.reference, person, made.key, made.value, now=walk.now)


TELLERS = (reference_of("p-teller-1"), reference_of("p-teller-2"))


def test_a_return_waits_until_both_tellers_have_signed_the_same_statement(
    union: Union, walk: Walk
) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    before = log.size(union.organisation)
    one = signed_by(TELLERS[0], waiting, walk)
    assert isinstance(one, Waiting)
    assert log.size(union.organisation) == before
    assert isinstance(signed_by(TELLERS[1], waiting, walk), Entered)
    assert log.size(union.organisation) == before + 1


def test_a_signature_by_a_key_that_is_not_registered_is_refused(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    refused = signed_by(TELLERS[0], waiting, walk, SigningKey(b"\x07" * 32))
    assert isinstance(refused, Refused)
    assert refused.code == "signature-does-not-hold"


def test_somebody_who_is_not_asked_cannot_sign(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    refused = signed_by(reference_of("p-office"), waiting, walk)
    assert isinstance(refused, Refused)
    assert refused.code == "not-asked-to-sign"


def test_a_second_teller_can_refuse_and_nothing_enters_the_record(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    before = log.size(union.organisation)
    assert (
        refuse_to_sign(waiting.reference, TELLERS[1], "Not what we counted.", now=walk.now) is None
    )
    assert isinstance(signed_by(TELLERS[0], waiting, walk), Refused)
    assert log.size(union.organisation) == before


def test_a_statement_waits_on_the_desk_of_each_who_must_sign_it(union: Union, walk: Walk) -> None:
    act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert len(waiting_for(union.organisation, TELLERS[0], walk.now)) == 1
    assert waiting_for(union.organisation, reference_of("p-office"), walk.now) == []


def test_a_statement_that_waited_too_long_is_made_again(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    walk.now += timedelta(days=8)
    refused = signed_by(TELLERS[0], waiting, walk)
    assert isinstance(refused, Refused)
    assert refused.code == "statement-expired"


def test_of_two_officers_who_act_at_once_one_succeeds_and_the_other_is_told_what_changed(
    union: Union, walk: Walk
) -> None:
    postponing = told(walk.decision(Postponed))
    first = act(union.organisation, SEAT, postponing, now=walk.now)
    second = act(
        union.organisation, SEAT, replace(postponing, present=7, abstained=3), now=walk.now
    )
    assert isinstance(first, Waiting)
    assert isinstance(second, Waiting)
    office = reference_of("p-office")
    assert isinstance(signed_by(office, first, walk), Entered)
    told_why = signed_by(office, second, walk)
    assert isinstance(told_why, Refused)
    assert "postponed" in told_why.because


def test_every_entry_is_covered_by_a_checkpoint_at_once(union: Union) -> None:
    newest = checkpoints.latest(union.organisation)
    assert newest is not None
    assert newest.size == log.size(union.organisation)


def test_a_stranger_reads_the_same_entries_with_fewer_openings(union: Union) -> None:
    public = read_seat(union.organisation, SEAT)
    sealed = read_seat(union.organisation, SEAT, Visibility.SEALED)
    assert [p.position for p in public.entries] == [s.position for s in sealed.entries]
    assert public.state == sealed.state


def revoke_key_of(person: str, union: Union, walk: Walk) -> None:
    """The office revokes a person's key by a signed entry."""
    key = sign_statement(a_statement(union), key_of(person)).key
    waiting = propose_revocation(union.organisation, key, OFFICE, Role.OFFICE)
    assert isinstance(waiting, Waiting)
    assert isinstance(signed_by(OFFICE, waiting, walk), Entered)


def a_statement(union: Union) -> object:
    """Any statement of the record."""
    return next(iter(log.entries_of(union.organisation, SEAT))).statement


def test_a_key_revoked_between_two_signatures_keeps_the_statement_out(
    union: Union, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: walk.now)
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    assert isinstance(signed_by(TELLERS[0], waiting, walk), Waiting)
    revoke_key_of(TELLERS[0], union, walk)
    size = log.size(union.organisation)
    refused = signed_by(TELLERS[1], waiting, walk)
    assert isinstance(refused, Refused)
    assert refused.code == "would-not-verify"
    assert "revoked" in refused.because
    assert log.size(union.organisation) == size


def test_a_key_registered_for_another_role_does_not_sign(union: Union, walk: Walk) -> None:
    stranger = reference_of("p-stranger")
    union.person(stranger, walk.now, "unit-secretary")
    made = a_return(walk)
    other = replace(made, by=(made.by[0], replace(made.by[1], person=stranger)))
    waiting = act(union.organisation, SEAT, other, now=walk.now)
    assert isinstance(waiting, Waiting)
    refused = signed_by(stranger, waiting, walk)
    assert isinstance(refused, Refused)
    assert refused.code == "key-does-not-speak"


def test_what_was_entered_by_signatures_verifies(
    union: Union, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: walk.now)
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    for teller in TELLERS:
        signed_by(teller, waiting, walk)
    report = verify(read_files(bundle_of(union.organisation, (SEAT,))), None, map, randbelow)
    assert report.failed == ()


def test_an_entry_that_names_a_key_nobody_registered_does_not_stand(
    union: Union, walk: Walk
) -> None:
    *before, record = log.entries_of(union.organisation, SEAT)
    seat = read_seat(union.organisation, SEAT)
    with pytest.raises(WouldNotVerify, match="not registered"):
        check_before_it_stands(KeyRegister(), record, Given(seat.state, seat.rulebook, walk.now))
    register = register_of(union.organisation)
    with pytest.raises(WouldNotVerify, match="stands in the record already"):
        check_before_it_stands(
            register, record, Given(seat.state, seat.rulebook, walk.now), (*before, record)
        )


def test_an_entry_longer_than_a_bundle_may_hold_does_not_stand(union: Union, walk: Walk) -> None:
    made = replace(a_return(walk), evidence=("a" * 4_100_000,))
    waiting = act(union.organisation, SEAT, made, now=walk.now)
    assert isinstance(waiting, Waiting)
    signed_by(TELLERS[0], waiting, walk)
    refused = signed_by(TELLERS[1], waiting, walk)
    assert isinstance(refused, Refused)
    assert "4,000,000 is the most" in refused.because


def test_a_clock_that_went_back_keeps_a_revocation_out_and_says_so(
    union: Union, walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hustings.conduct.clock.now", lambda: walk.now)
    key = sign_statement(a_statement(union), key_of(TELLERS[0])).key
    waiting = propose_revocation(union.organisation, key, OFFICE, Role.OFFICE)
    assert isinstance(waiting, Waiting)
    size, walk.now = log.size(union.organisation), walk.now - timedelta(days=1)
    refused = signed_by(OFFICE, waiting, walk)
    assert isinstance(refused, Refused)
    assert "the last entry was made" in refused.because
    assert log.size(union.organisation) == size


def test_nobody_signs_one_statement_twice(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    assert isinstance(signed_by(TELLERS[0], waiting, walk), Waiting)
    again = signed_by(TELLERS[0], waiting, walk)
    assert isinstance(again, Refused)
    assert again.code == "signed-already"


def test_a_statement_is_signed_to_the_second_of_its_deadline_and_no_longer(
    union: Union, walk: Walk
) -> None:
    made = a_return(walk)
    for late, code in ((timedelta(), "statement-expired"), (timedelta(seconds=1), None)):
        waiting = act(union.organisation, SEAT, made, now=walk.now)
        assert isinstance(waiting, Waiting)
        began, walk.now = walk.now, walk.now + SIGN_WITHIN - late
        answer = signed_by(TELLERS[0], waiting, walk)
        walk.now = began
        assert getattr(answer, "code", None) == code


def test_nobody_signs_with_the_key_of_somebody_else(union: Union, walk: Walk) -> None:
    waiting = act(union.organisation, SEAT, a_return(walk), now=walk.now)
    assert isinstance(waiting, Waiting)
    refused = signed_by(TELLERS[0], waiting, walk, key_of(TELLERS[1]))
    assert isinstance(refused, Refused)
    assert refused.code == "signature-does-not-hold"


def test_an_entry_that_one_teller_signed_where_two_are_needed_does_not_stand(
    union: Union, walk: Walk
) -> None:
    *_, record = log.entries_of(union.organisation, SEAT)
    seat = read_seat(union.organisation, SEAT)
    one = replace(record, signatures=record.signatures[:1])
    given = Given(seat.state, seat.rulebook, walk.now)
    with pytest.raises(WouldNotVerify, match="needs 2 as teller"):
        check_before_it_stands(register_of(union.organisation), one, given)


def test_a_forged_signature_or_a_refused_entry_does_not_stand(union: Union, walk: Walk) -> None:
    *_, record = log.entries_of(union.organisation, SEAT)
    seat, register = read_seat(union.organisation, SEAT), register_of(union.organisation)
    given = Given(seat.state, seat.rulebook, walk.now)
    first, *others = record.signatures
    forged = replace(record, signatures=(replace(first, value=bytes(64)), *others))
    with pytest.raises(WouldNotVerify, match="does not hold"):
        check_before_it_stands(register, forged, given)
    with pytest.raises(WouldNotVerify, match="returned-already"):
        check_before_it_stands(register, record, given)
