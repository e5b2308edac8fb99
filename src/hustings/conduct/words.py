"""The words for stages, answers, outcomes and effects: the same word for the same thing on every page."""

from hustings.conduct.roles import Role
from hustings.proceedings.interruptions import AgainFrom
from hustings.proceedings.stages import Answer, Outcome, Stage, UnitAnswer
from hustings.proceedings.values import Visibility
from hustings.timetable.sentences import N_

STAGES: dict[Stage, str] = {
    Stage.OPENED: N_("Opened"),
    Stage.ASKED: N_("The sitting representative has been asked"),
    Stage.WAITING: N_("Waits for a decision"),
    Stage.TRIGGER: N_("Trigger ballot"),
    Stage.READOPTION: N_("Readoption"),
    Stage.PETITION: N_("Petition"),
    Stage.APPLICATIONS: N_("Applications"),
    Stage.NOMINATIONS: N_("Nominations"),
    Stage.HUSTINGS: N_("Hustings"),
    Stage.BALLOT: N_("Ballot of members"),
    Stage.COUNT: N_("Count"),
    Stage.PANEL: N_("A panel selects"),
    Stage.APPEALS: N_("Appeals"),
    Stage.ENDORSEMENT: N_("Endorsement"),
    Stage.DECLARED: N_("Declared"),
    Stage.NOT_ENDORSED: N_("Endorsement refused"),
    Stage.CANCELLED: N_("Cancelled"),
}

ANSWERS: dict[Answer, str] = {Answer.YES: N_("yes"), Answer.NO: N_("no")}

UNIT_ANSWERS: dict[UnitAnswer, str] = {
    UnitAnswer.OPEN: N_("for an open selection"),
    UnitAnswer.RESELECT: N_("for reselection"),
    UnitAnswer.TIE: N_("a tie"),
    UnitAnswer.ABSTAIN: N_("an abstention"),
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.RESELECTED: N_("the sitting representative is reselected"),
    Outcome.OPEN_SELECTION: N_("an open selection"),
    Outcome.CANDIDATE_SELECTED: N_("a candidate is selected"),
    Outcome.PETITION_MET: N_("the petition has reached its share"),
    Outcome.PETITION_FAILED: N_("the petition has not reached its share"),
}

AGAIN: dict[AgainFrom, str] = {
    AgainFrom.TRIGGER: N_("the trigger ballot"),
    AgainFrom.READOPTION: N_("the readoption"),
    AgainFrom.APPLICATIONS: N_("the selection, from applications on"),
    AgainFrom.HUSTINGS: N_("the hustings and the ballot"),
}

PHASES: dict[str, str] = {
    "intention": N_("the question to the sitting representative"),
    "trigger": N_("the trigger ballot"),
    "selection": N_("the selection"),
    "petition": N_("the petition"),
    "readoption": N_("the readoption"),
}

CHANNELS: dict[str, str] = {
    "email": N_("by e-mail"),
    "post": N_("by post"),
    "hand": N_("by hand"),
}

SITUATIONS: dict[str, str] = {
    "not-asked": N_("the sitting representative had not been asked yet"),
    "asked": N_("the sitting representative had been asked and had not answered"),
    "said-no": N_("the sitting representative had said no"),
    "trigger-running": N_("the trigger ballot was running"),
    "triggered-unselected": N_("an open selection had been triggered and nobody was selected yet"),
    "ballot-open": N_("the ballot of members was open"),
    "selected-unendorsed": N_("somebody had been selected and not endorsed yet"),
    "suspended": N_("the seat was waiting for a competent body"),
    "vacant": N_("the seat was vacant"),
}

CONSEQUENCES: dict[str, str] = {
    "readopted-subject-to-endorsement": N_(
        "the sitting representative is re-adopted, subject to endorsement"
    ),
    "panel-selects": N_("a panel selects a candidate"),
    "votes-void-panel-selects": N_(
        "votes already cast are sealed and never counted, and a panel selects a candidate"
    ),
    "goes-to-endorsement": N_("the person selected goes to endorsement"),
    "waits-for-decision": N_("the seat waits for a decision of the competent body"),
    "continues": N_("the procedure goes on"),
}

REMEDIES: dict[str, str] = {
    "none": N_("with nothing to follow"),
    "recount": N_("and the papers are counted again"),
    "run-again": N_("and the procedure is run again"),
    "decide-again": N_("and the body decides again"),
}

KINDS_OF_UNIT: dict[str, str] = {"branch": N_("branch"), "affiliate": N_("affiliate")}

VISIBILITIES: dict[Visibility, str] = {
    Visibility.PUBLIC: N_("public"),
    Visibility.PARTIES: N_("what it says in detail is for the parties"),
    Visibility.SEALED: N_("sealed"),
}

ROLES: dict[Role, str] = {
    Role.OFFICE: N_("the national office"),
    Role.GOVERNING_BODY: N_("the governing body"),
    Role.PROCEDURES_SECRETARY: N_("the procedures secretary"),
    Role.UNIT_SECRETARY: N_("the secretary of the unit"),
    Role.TELLER: N_("a teller"),
    Role.AFFILIATE_OFFICER: N_("an officer of the affiliate"),
    Role.REPRESENTATIVE: N_("the sitting representative"),
    Role.CANDIDATE: N_("an applicant"),
    Role.MEMBER: N_("a member"),
    Role.SCRUTINEER: N_("the scrutineer"),
}

DATES_OF_THE_MODEL_RULES = (
    N_("Letter to the sitting representative"),
    N_("Last moment to answer"),
    N_("Last moment to answer the second letter"),
    N_("Meeting that sets the timetable"),
    N_("The rolls are frozen"),
    N_("The roll of units is published"),
    N_("Last moment to object to the roll of units"),
    N_("Notice of the meetings"),
    N_("Branches and affiliates meet and vote"),
    N_("Last moment for returns"),
    N_("The returns are added up and the outcome is declared"),
    N_("Last moment to appeal against the outcome of the trigger ballot"),
    N_("Applications open"),
    N_("Last moment to apply"),
    N_("The longlist is made"),
    N_("Units meet to nominate"),
    N_("Last moment for nominations"),
    N_("The shortlist is made"),
    N_("Hustings"),
    N_("The ballot of members is open"),
    N_("Last moment to vote"),
    N_("The papers are counted and the result is declared"),
    N_("Last moment to appeal against the result"),
    N_("The committee decides on endorsement"),
)
"""Names of dates, as the model rules give them; those of other rulebooks stay in the words of their text."""

BODIES_OF_THE_MODEL_RULES = (
    N_("committee"),
    N_("local committee"),
    N_("selection panel"),
    N_("appeals panel"),
    N_("general meeting"),
)
"""Names of bodies, as the model rules give them; those of other rulebooks stay in the words of their text."""
