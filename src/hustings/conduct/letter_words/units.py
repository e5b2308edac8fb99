"""The letters of the trigger ballot: rolls, meetings, and what becomes of the units' returns."""

from django.utils.translation import gettext as _

from hustings.conduct.letter_words.told import Told, cited, reasons
from hustings.conduct.seats import Seat
from hustings.conduct.writing import Written, link, moment_of
from hustings.proceedings.clock import end_after
from hustings.proceedings.state import Meeting


def roll_frozen(told: Told) -> Written:
    """The roll stands; members can look at their own row."""
    row = _("Every member can see their own row, and why they may or may not vote: %(page)s")
    return Written(
        told.about(_("the roll of electors is frozen")),
        (told.said(), *reasons(told.entry), row % {"page": told.page("eligibility")}),
    )


def units_published(told: Told) -> Written:
    """Which units count, and until when somebody may object."""
    counting = "; ".join(unit.name for unit in told.entry.units if unit.counts)
    others = [
        _("%(unit)s does not count. %(why)s") % {"unit": unit.name, "why": unit.because}
        for unit in told.entry.units
        if not unit.counts
    ]
    return Written(
        told.about(_("the roll of units is published")),
        (
            told.said(),
            _("These units count: %(units)s.") % {"units": counting},
            *others,
            _("If this is wrong, object by %(until)s: %(page)s")
            % {"until": told.at(told.entry.objections_until), "page": told.page("units")},
        ),
    )


def meeting(told: Told) -> Written:
    """The notice of a unit's meeting, to every member of it, with the question word for word."""
    entry, trigger = told.entry, told.seat.rulebook.rules.trigger
    question = "" if trigger is None else trigger.question.text.value
    place = str(entry.place.value) if entry.place is not None and entry.place.is_disclosed else ""
    return Written(
        told.about(_("%(unit)s meets") % {"unit": told.unit()}),
        tuple(
            paragraph
            for paragraph in (
                _("%(unit)s meets on %(at)s.") % {"unit": told.unit(), "at": told.at(entry.at)},
                _("Place: %(place)s.") % {"place": place} if place else "",
                _("The meeting decides this question: “%(question)s”") % {"question": question}
                if question
                else "",
                _("Whether you may vote, and why, stands here: %(page)s")
                % {"page": told.page("eligibility")},
            )
            if paragraph
        ),
        rules=()
        if trigger is None
        else (cited(told.seat.rulebook, trigger.meeting.notice.citation),),
    )


def returned(told: Told) -> Written:
    """What the unit's return says, to its members, so that they can contest it."""
    trigger = told.seat.rulebook.rules.trigger
    paragraphs = [told.said(), _figures(told)]
    rules: tuple[str, ...] = ()
    if trigger is not None:
        until = end_after(told.given(), told.placed.at, trigger.returns.contest_within.value)
        paragraphs.append(
            _("If this is not what you decided, say so by %(until)s: %(page)s")
            % {"until": told.at(until), "page": told.page("return")}
        )
        rules = (cited(told.seat.rulebook, trigger.returns.contest_within.citation),)
    title = _("the return of %(unit)s") % {"unit": told.unit()}
    return Written(told.about(title), tuple(paragraphs), rules=rules)


def no_return_yet(seat: Seat, meeting: Meeting) -> Written:
    """The unit has met, and its return has not been made."""
    row, due = seat.state.unit(meeting.unit), seat.state.step("returns-due")
    said = {
        "unit": meeting.unit if row is None else row.name,
        "at": moment_of(meeting.at, seat),
        "until": moment_of(None if due is None else due.last, seat),
        "page": link(f"/unit/{seat.proceeding}/{meeting.unit}/"),
    }
    trigger = seat.rulebook.rules.trigger
    title = _("the return of %(unit)s has not been made yet") % said
    return Written(
        f"{seat.state.seat}: {title}",
        (
            _("%(unit)s was called to meet on %(at)s. Its return has not been made.") % said,
            _("It counts if it is made and signed by %(until)s: %(page)s") % said,
            _("If it did not meet, or decided nothing, tell the national office."),
        ),
        rules=() if trigger is None else (cited(seat.rulebook, trigger.returns.late.citation),),
    )


def _figures(told: Told) -> str:
    entry = told.entry
    if entry.figures is None:
        return _("Only the decision is reported, without figures.")
    if not entry.figures.is_disclosed:
        return _(
            "The figures are withheld, because with so few votes they would say how people voted."
        )
    votes: dict[str, int] = entry.figures.value
    return _(
        "Figures: %(open)d for an open selection, %(reselect)d for reselection, %(abstained)d "
        "abstained, %(spoilt)d spoilt."
    ) % {name: votes.get(name, 0) for name in ("open", "reselect", "abstained", "spoilt")}


def contested(told: Told) -> Written:
    """The return of a unit has been contested."""
    words = _("It counts as before until a body has decided. The reason is for the parties.")
    title = _("the return of %(unit)s is contested") % {"unit": told.unit()}
    return Written(told.about(title), (told.said(), words))


def about_a_return(told: Told) -> Written:
    """A body has decided about a unit's return."""
    title = _("a decision on the return of %(unit)s") % {"unit": told.unit()}
    page = _("Your unit’s return and its history: %(page)s") % {"page": told.page("return")}
    return Written(told.about(title), (told.said(), *reasons(told.entry), page))
