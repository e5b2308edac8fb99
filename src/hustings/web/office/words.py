"""What the office's pages call the things that wait for a person, and the stages, as every page calls them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hustings.conduct.needs import Needs
from hustings.conduct.words import STAGES
from hustings.proceedings.stages import Stage


def stage_words(stage: Stage) -> str | Promise:
    """The name of the stage, which is the same on every page."""
    return _(STAGES[stage])


TASKS: dict[Needs, tuple[str | Promise, str]] = {
    Needs.LETTER: (_("The letter to the representative is to be sent"), "letter"),
    Needs.REPLY: (_("No reply from the representative yet"), "answer"),
    Needs.SECOND_LETTER: (_("No reply in time: a second letter is to be sent"), "second-letter"),
    Needs.SILENCE: (_("No reply in time: a body decides what the silence means"), "silence"),
    Needs.LATE_ANSWER: (_("The answer came late: a body decides whether it counts"), "late-answer"),
    Needs.TIMETABLE: (_("The timetable is to be published"), "timetable"),
    Needs.ROLL: (_("The roll of electors is to be frozen"), "roll"),
    Needs.UNITS: (_("The roll of units is to be published"), "units"),
    Needs.OBJECTION: (_("An objection to the roll of units waits for a decision"), "objection"),
    Needs.MEETINGS: (_("Branches have no notice of their meeting yet"), "meeting"),
    Needs.NO_RETURN: (_("It has met and made no return"), "remind"),
    Needs.CONTESTED: (_("A return is contested"), "void-return"),
    Needs.TRIGGER: (_("The outcome of the trigger ballot is certain and can be declared"), "trigger"),
    Needs.READING: (_("The returns decide only once a reading is adopted"), "reading"),
    Needs.PETITION: (_("The petition can be opened"), "petition"),
    Needs.DUE_DILIGENCE: (_("Due diligence on an applicant is to be reported"), "due-diligence"),
    Needs.LONGLIST: (_("The longlist is to be made"), "longlist"),
    Needs.PANEL: (_("The panel is to be appointed"), "panel"),
    Needs.SHORTLIST: (_("The shortlist is to be made"), "shortlist"),
    Needs.HUSTINGS: (_("The hustings are to be called"), "hustings"),
    Needs.BALLOT: (_("The members’ ballot can be opened"), "ballot"),
    Needs.APPEAL: (_("An appeal waits for a decision"), "appeal"),
    Needs.ENDORSEMENT: (_("The outcome waits for endorsement"), "endorse"),
    Needs.PANEL_SELECTS: (_("A panel selects for this seat"), "panel-selects"),
    Needs.SUSPENSION: (_("The seat waits for the end of a suspension"), "suspension-ended"),
    Needs.WAITING: (_("The seat waits for a decision on how it goes on"), "waiting-ended"),
    Needs.POSTPONED: (_("The procedure is postponed"), "resume"),
}  # fmt: skip
"""What waits, in words, and the act with which it is done."""
