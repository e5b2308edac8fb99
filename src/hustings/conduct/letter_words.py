"""The words of every letter and notice; each says what happened, what it means for the reader, and by when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hustings.conduct.saying import names_of, say
from hustings.conduct.seats import Placed, Seat
from hustings.conduct.writing import Written, link, moment_of
from hustings.kernel.clauses import Citation, Ground
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.clock import calendar_of, end_after
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Given
from hustings.proceedings.planning import TimetablePublished
from hustings.rulebooks.loader import Rulebook
from hustings.timetable.compute import compute
from hustings.timetable.feed import calendar_feed
from hustings.timetable.sentences import N_, say_when
from hustings.timetable.timetables import Line, Timetable, Waiver


@dataclass(frozen=True, slots=True)
class Told:
    """What the words may use: the seat as the public sees it once the entry stands, and the entry."""

    seat: Seat
    placed: Placed

    @property
    def entry(self) -> Any:
        """The entry, its withheld fields as the public has them."""
        return self.placed.entry

    def said(self) -> str:
        """The sentence that pages say about the entry."""
        zone = self.seat.rulebook.rules.rulebook.calendar.zone
        return say(self.entry, names_of(self.seat), zone, _)

    def at(self, moment: datetime | None) -> str:
        """A moment in the zone of the rules."""
        return moment_of(moment, self.seat)

    def unit(self) -> str:
        """The name of the unit that the entry is about."""
        row = self.seat.state.unit(self.entry.unit)
        return self.entry.unit if row is None else row.name

    def name(self) -> str:
        """The seat's name."""
        return self.seat.state.seat

    def about(self, title: str) -> str:
        """A subject: the seat first, so that letters about one seat lie together."""
        return f"{self.name()}: {title}"

    def page(self, what: str) -> str:
        """The address of a page of the member's or contender's own about this seat."""
        return link(f"/me/{self.seat.proceeding}/{what}/")

    def given(self) -> Given:
        """The seat at the moment of the entry, for the rules' own arithmetic."""
        return Given(self.seat.state, self.seat.rulebook, self.placed.at)


def cited(rulebook: Rulebook, citation: Citation) -> str:
    """A rule in our words with its number, or the source or reading it rests on."""
    if citation.ground is Ground.CLAUSE and citation.reference in rulebook.clauses:
        words = " ".join(rulebook.clauses[citation.reference].text.split())
        return _("clause %(number)s: %(words)s") % {"number": citation.reference, "words": words}
    return str(citation)


# --- do you intend to stand? ----------------------------------------------------------------------


def asked(told: Told) -> Written:
    """The letter to the sitting representative, its deadline to the minute."""
    return _asking(told, _("Do you intend to stand?"), again=False)


def asked_again(told: Told) -> Written:
    """The second letter."""
    return _asking(told, _("Do you intend to stand? A second letter"), again=True)


def _asking(told: Told, title: str, *, again: bool) -> Written:
    until, rules = told.at(told.entry.reply_by), told.seat.rulebook.rules.intention
    first = _("You hold the seat of %(seat)s. Please tell us whether you intend to stand again.")
    if again:
        first = _(
            "We wrote to you before about the seat of %(seat)s and have no answer. Please tell us "
            "whether you intend to stand again."
        )
    book = told.seat.rulebook
    cites = (
        []
        if rules is None
        else [rules.reply_within, rules.change_of_answer, rules.silence, rules.late_answer]
    )
    found = dict.fromkeys(cited(book, rule.citation) for rule in cites)
    return Written(
        subject=told.about(title),
        paragraphs=(
            first % {"seat": told.name()},
            _("Your answer must reach us by %(until)s.") % {"until": until},
            _(
                "Answer on this page after signing in with the address to which this letter went, "
                "or in writing to the national office: %(page)s"
            )
            % {"page": told.page("letter")},
            _(
                "Opening the page decides nothing. You answer yes or no, look at your answer once "
                "more, and send it."
            ),
        ),
        rules=tuple(found),
        is_letter=True,
    )


def answer_received(told: Told) -> Written:
    """What the representative gets back at once."""
    return Written(
        told.about(_("your answer has been recorded")),
        (told.said(), _("You see what it leads to here: %(page)s") % {"page": told.page("letter")}),
    )


# --- the dates ------------------------------------------------------------------------------------


def dates(told: Told) -> Written:
    """The dates of one phase, each with its rule, and the same as a calendar file."""
    entry: TimetablePublished = told.entry
    zone = told.seat.rulebook.rules.rulebook.calendar.zone
    table = timetable_of(told)
    mine = [line for line in table.lines if line.phase == entry.phase]
    return Written(
        subject=told.about(_("the dates")),
        paragraphs=(told.said(), *_reasons(entry)),
        dates=tuple((_(one.what), say_when(one, zone, _), str(one.citation)) for one in mine),
        after_dates=(
            _("The same dates are attached as a calendar file."),
            *(_("Not kept, and waived: %(what)s") % {"what": said} for said in entry.breaches),
        ),
        calendar=_calendar(told, table, mine),
        is_letter=True,
    )


def timetable_of(told: Told) -> Timetable:
    """The published timetable with the rule behind every date, worked out again from the entry."""
    entry: TimetablePublished = told.entry
    given = told.given()
    return compute(
        told.seat.rulebook.rules,
        entry.opened,
        calendar_of(given),
        changes={change.step: change.day for change in entry.changes},
        waivers=tuple(Waiver(w.interval, w.body, f"entry {w.number}") for w in given.state.waivers),
    )


def _calendar(told: Told, table: Timetable, lines: list[Line]) -> str:
    book = told.seat.rulebook
    shown = Timetable(table.rulebook, table.opened, tuple(lines), (), table.calendar)
    note = _("Unofficial reconstruction of the rules.") if book.unofficial else book.title
    return calendar_feed(shown, told.seat.proceeding, told.name(), note).decode()


# --- rolls and meetings ---------------------------------------------------------------------------


def roll_frozen(told: Told) -> Written:
    """The roll stands; members can look at their own row."""
    row = _("Every member can see their own row, and why they may or may not vote: %(page)s")
    return Written(
        told.about(_("the roll of electors is frozen")),
        (told.said(), *_reasons(told.entry), row % {"page": told.page("eligibility")}),
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


# --- returns --------------------------------------------------------------------------------------


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
    return Written(told.about(title), (told.said(), *_reasons(told.entry), page))


# --- selection and after --------------------------------------------------------------------------


def happened(told: Told) -> Written:
    """An entry that speaks for itself, with its ground and reasons where it is a decision."""
    title = TITLES.get(told.entry.kind)
    return Written(
        told.about(_(title) if title else _("what has been decided")),
        (told.said(), *_reasons(told.entry), _where(told)),
    )


TITLES = {
    "SilenceDecided": N_("what your silence means"),
    "LateAnswerAccepted": N_("your late answer counts"),
    "UnitObjected": N_("an objection to the roll of units"),
    "TriggerDecided": N_("what the returns decide"),
    "BodyBallotReturned": N_("the ballot on readoption"),
    "CandidateWithdrew": N_("a candidate has withdrawn"),
    "RecountRequested": N_("the papers are counted again"),
    "RecountOrdered": N_("the papers are counted again"),
    "AppealMade": N_("an appeal has been made"),
    "AppealDecided": N_("an appeal has been decided"),
    "EndorsementDecided": N_("the decision on endorsement"),
    "Postponed": N_("the procedure is postponed"),
    "Resumed": N_("the procedure goes on"),
    "Cancelled": N_("the procedure is cancelled"),
    "RunAgain": N_("the procedure is run again"),
    "Overridden": N_("an override"),
    "EmergencyDeclared": N_("an election has been called"),
}
"""What stands in the subject of a letter about an entry that speaks for itself."""


def listed(told: Told) -> Written:
    """A longlist or shortlist has been made."""
    place = _("Your own place in the selection: %(page)s") % {"page": told.page("application")}
    return Written(
        told.about(_("a list has been made")), (told.said(), *_reasons(told.entry), place)
    )


def nominated(told: Told) -> Written:
    """A unit's nomination waits for the nominee's consent."""
    words = _("It counts once you have accepted it: %(page)s")
    title = _("%(unit)s has nominated you") % {"unit": told.unit()}
    return Written(told.about(title), (told.said(), words % {"page": told.page("application")}))


def hustings(told: Told) -> Written:
    """When and where those shortlisted speak."""
    entry = told.entry
    place = entry.place
    lines = [told.said()]
    if place is not None and place.is_disclosed:
        lines.append(_("Place: %(place)s.") % {"place": place.value})
    return Written(told.about(_("hustings")), tuple(lines))


def ballot_opened(told: Told) -> Written:
    """The ballot is open, to every elector."""
    words = _(
        "Your paper comes by post or at the table that your branch names. It must be back by %(until)s."
    )
    row = _("Whether you may vote, and why, stands here: %(page)s")
    return Written(
        told.about(_("the ballot is open")),
        (
            told.said(),
            words % {"until": told.at(told.entry.closes)},
            row % {"page": told.page("eligibility")},
        ),
    )


def outcome(told: Told) -> Written:
    """There is an outcome; until when it can be appealed."""
    closes = appeals_close(told.given())
    appeal = _("Appeals are open until %(until)s: %(page)s") % {
        "until": told.at(closes),
        "page": told.page("appeal"),
    }
    lines = (told.said(), *_reasons(told.entry), *([appeal] if closes else []))
    return Written(told.about(_("the outcome")), (*lines, _where(told)))


def _where(told: Told) -> str:
    return _("Where the seat stands: %(page)s") % {"page": link("/me/")}


def _reasons(entry: object) -> tuple[str, ...]:
    if not isinstance(entry, Decision):
        return ()
    ground = _("Ground: %(ground)s.") % {"ground": entry.ground.rstrip(".")}
    if not entry.reasons.is_disclosed:
        return (ground,)
    return (ground, _("Reasons: %(reasons)s") % {"reasons": entry.reasons.value})
