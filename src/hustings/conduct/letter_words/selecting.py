"""The letters of the selection and of whatever speaks for itself, up to the outcome."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hustings.conduct.letter_words.told import Told, reasons, where
from hustings.conduct.writing import Written, link
from hustings.proceedings.appeals import appeals_close
from hustings.proceedings.member_ballot import BallotOpened
from hustings.timetable.sentences import N_


def happened(told: Told) -> Written:
    """An entry that speaks for itself, with its ground and reasons where it is a decision."""
    title = TITLES.get(told.entry.kind)
    return Written(
        told.about(_(title) if title else _("what has been decided")),
        (told.said(), *reasons(told.entry), where(told)),
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
        told.about(_("a list has been made")), (told.said(), *reasons(told.entry), place)
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
    """The ballot is open, to every elector: by paper, online, or either."""
    row = _("Whether you may vote, and why, stands here: %(page)s")
    return Written(
        told.about(_("the ballot is open")),
        (told.said(), *_ways_to_vote(told), row % {"page": told.page("eligibility")}),
    )


def _ways_to_vote(told: Told) -> Iterator[str]:
    entry: BallotOpened = told.entry
    until = told.at(entry.closes)
    if entry.packs:
        yield _(
            "Your paper comes by post or at the table that your branch names. It must be back by %(until)s."
        ) % {"until": until}
    if entry.online is not None:
        yield _(
            "You can vote online until %(until)s: %(page)s. You sign in as you do here, and enter the code that the "
            "scrutineer sends you in a letter of its own."
        ) % {"until": until, "page": link(f"/booth/?contest={told.seat.proceeding}")}


def outcome(told: Told) -> Written:
    """There is an outcome; until when it can be appealed."""
    closes = appeals_close(told.given())
    appeal = _("Appeals are open until %(until)s: %(page)s") % {
        "until": told.at(closes),
        "page": told.page("appeal"),
    }
    lines = (told.said(), *reasons(told.entry), *([appeal] if closes else []))
    return Written(told.about(_("the outcome")), (*lines, where(told)))
