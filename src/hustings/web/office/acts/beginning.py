"""From the opening to the answer: opening, letters, answers, silence, exemption, suspension."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.proceedings.intention import Exempted, IntentionAnswered, IntentionAsked
from hustings.proceedings.opening import (
    ConflictDeclared,
    ProceduresSecretaryAppointed,
    ProceedingOpened,
)
from hustings.proceedings.silence import LateAnswerAccepted, SecondLetterSent, SilenceDecided
from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.suspension import Suspended, SuspensionEnded
from hustings.timetable.calendars import freeze_around
from hustings.timetable.instants import local_day
from hustings.web.office import fields as ask
from hustings.web.office.acts.act import Act, Words, for_parties, public
from hustings.web.office.acts.answerable import Answers, Fields
from hustings.web.office.desk import Desk

MANY = 30


def person(desk: Desk, label: Words, hint: Words = "", *, required: bool = True) -> forms.Field:
    """A question for a person: a list where few act, otherwise a name or an address."""
    if len(desk.names) <= MANY:
        known = sorted(desk.names.items(), key=lambda pair: pair[1])
        return ask.choose(label, known, hint, nothing=_("Nobody"), required=required)
    hint = hint or _("Their name or e-mail address.")
    return ask.PersonField(desk.organisation, label=label, help_text=hint, required=required)


def _open_fields(desk: Desk) -> Fields:
    fields: Fields = {
        "seat": ask.words(_("Which seat?"), _("The place or the office, as members know it.")),
        "representative": person(
            desk, _("Who holds it now?"), _("None if the seat is vacant."), required=False
        ),
    }
    if not _in_force(desk):
        fields["transitional"] = ask.words(
            _("By which transitional clause or decision does this old or future rulebook apply?"),
            _("Today lies outside the days on which it is in force. Everybody reads your answer."),
        )
    return fields


def _in_force(desk: Desk) -> bool:
    rules = desk.seat.rulebook.rules.rulebook
    today, days = local_day(desk.now, rules.calendar.zone), rules.in_force
    return days.from_ <= today and (days.until is None or today < days.until)


def _opened(desk: Desk, answers: Answers) -> dict[str, Any]:
    book = desk.seat.rulebook
    calendar = book.rules.rulebook.calendar
    holder = answers["representative"] or None
    return {
        "proceeding": desk.seat.proceeding,
        "seat": answers["seat"],
        "rulebook": book.id,
        "rulebook_digest": book.digest,
        "representative": holder,
        "transitional": answers.get("transitional"),
        "representative_name": public(desk.full_name(holder)) if holder else None,
        "holidays": freeze_around(calendar, local_day(desk.now, calendar.zone)).holidays,
    }


OPENING = Act(
    "open",
    ProceedingOpened,
    _("Open the procedure for a seat"),
    _("A seat keeps the rulebook of its opening to the end."),
    _open_fields,
    _opened,
)


def _sent(desk: Desk) -> Fields:
    return {"sent_at": ask.moment(_("When was the letter sent?"), initial=_a_minute_ago(desk))}


def _a_minute_ago(desk: Desk) -> Any:
    return desk.now.replace(second=0, microsecond=0) - timedelta(minutes=1)


def _answers() -> list[tuple[str, str]]:
    return [
        (Answer.YES.value, _("Yes, intends to stand")),
        (Answer.NO.value, _("No, does not stand again")),
    ]


def _answer_fields(desk: Desk) -> Fields:
    return {
        "answer": ask.choose(_("What is the answer?"), _answers()),
        "received_at": ask.moment(_("When did it arrive?"), initial=_a_minute_ago(desk)),
    }


def _exempt_fields(desk: Desk) -> Fields:
    rules = desk.seat.rulebook.rules.intention
    grounds = rules.exempt.value if rules is not None else []
    hint = _("The record holds it sealed: the public reads only under which rule it was decided.")
    return {
        "exemption": ask.choose(_("Which ground of the rules?"), [(g, g) for g in grounds], hint)
    }


LETTERS = (
    Act(
        "letter", IntentionAsked, _("Record that the letter was sent"),
        _("The letter asks the representative whether they intend to stand. The deadline is worked out to the minute."),
        _sent, lambda desk, answers: {"sent_at": answers["sent_at"]},
        stages=frozenset({Stage.OPENED}),
        unready=lambda desk: (
            None if desk.seat.rulebook.rules.intention else _("These rules ask nobody whether they stand again.")
        ),
    ),
    Act(
        "second-letter", SecondLetterSent, _("Record that the second letter was sent"),
        _("Where no answer came in time and the rules ask for a second letter."),
        _sent, lambda desk, answers: {"sent_at": answers["sent_at"]},
        stages=frozenset({Stage.ASKED}),
    ),
    Act(
        "answer", IntentionAnswered, _("Record an answer that came on paper"),
        _("The representative can answer on their own page; this is for an answer by letter or in person."),
        _answer_fields,
        lambda desk, answers: {
            "answer": Answer(answers["answer"]), "received_at": answers["received_at"],
        },
        unready=lambda desk: (
            None if desk.seat.state.intention.asked_at else _("The representative has not been asked.")
        ),
        done=lambda desk: desk.seat.state.intention.answer is not None,
    ),
    Act(
        "silence", SilenceDecided, _("Decide what silence means"),
        _("After every deadline has passed without an answer."),
        lambda desk: {"treated_as": ask.choose(_("The silence counts as"), _answers())},
        lambda desk, answers: {"treated_as": Answer(answers["treated_as"])},
        stages=frozenset({Stage.ASKED}),
    ),
    Act(
        "late-answer", LateAnswerAccepted, _("Accept a late answer"),
        _("A body finds good cause for an answer that came after the deadline."),
        unready=lambda desk: (
            None if desk.seat.state.intention.late_answer else _("No late answer has come.")
        ),
        stages=frozenset({Stage.ASKED}),
    ),
    Act(
        "exempt", Exempted, _("Exempt the representative"),
        _("No trigger ballot is held; endorsement follows. Which ground applied is never public."),
        _exempt_fields,
        lambda desk, answers: {"exemption": for_parties(answers["exemption"])},
        stages=frozenset({Stage.OPENED, Stage.ASKED, Stage.TRIGGER, Stage.READOPTION}),
        nothing=_("The rulebook names no ground of exemption."),
        quiet=True,
    ),
    Act(
        "suspend", Suspended, _("Suspend the representative"),
        _("The seat waits for the competent body. The ground is never public."),
        lambda desk: {
            "suspension": ask.words(_("What is it about?"), _("Only the parties read this."), long=True)
        },
        lambda desk, answers: {"suspension": for_parties(answers["suspension"])},
        quiet=True,
    ),
    Act(
        "suspension-ended", SuspensionEnded, _("End the suspension"),
        _("The seat goes on, or it is treated as vacant."),
        lambda desk: {
            "lifted": ask.yes_no(
                _("How does it end?"), _("It is lifted: the procedure goes on"),
                _("The standing ends: the seat is treated as vacant"),
            )
        },
        lambda desk, answers: {"lifted": answers["lifted"] == "yes"},
        stages=frozenset({Stage.WAITING}),
        quiet=True,
    ),
)  # fmt: skip


def _secretary_fields(desk: Desk) -> Fields:
    return {
        "secretary": person(desk, _("Who runs the procedure locally?")),
        "declares": ask.yes_no(
            _(
                "Have they declared that they are not employed by, agent to or related to a contender?"
            ),
            _("Yes, they have declared that"),
            _("No"),
        ),
    }


def _conflict_fields(desk: Desk) -> Fields:
    return {
        "person": person(desk, _("Who acts in this procedure?")),
        "contender": person(desk, _("With which contender are they connected?")),
        "connection": ask.words(_("How?"), _("Only the parties read this."), long=True),
    }


PERSONS = (
    Act(
        "secretary", ProceduresSecretaryAppointed, _("Appoint the procedures secretary"),
        _("Somebody without a connection with a contender."),
        _secretary_fields,
        lambda desk, answers: {
            "secretary": answers["secretary"], "declares_no_conflict": answers["declares"] == "yes",
        },
        done=lambda desk: desk.seat.state.secretary is not None,
    ),
    Act(
        "conflict", ConflictDeclared, _("Declare a conflict of interest"),
        _("Somebody who acts is employed by, agent to or related to a contender."),
        _conflict_fields,
        lambda desk, answers: {
            "person": answers["person"], "contender": answers["contender"],
            "connection": for_parties(answers["connection"]),
        },
    ),
)  # fmt: skip
