"""What each value of a rulebook means, in one plain sentence: the words behind ``show`` and ``diff``."""

Words = str | dict[str, str]

MEANINGS: dict[str, Words] = {
    "intention.asked_by": "The letter that asks whether the representative will stand comes from the {v}.",
    "intention.reply_within": "The answer has to arrive within {v}.",
    "intention.silence": {
        "second-letter-then-decision": "No answer leads to a second letter, and then a body decides.",
        "treated-as-no": "No answer counts as no.",
        "treated-as-yes": "No answer counts as yes.",
    },
    "intention.second_letter_within": "The answer to a second letter has to arrive within {v}.",
    "intention.late_answer": {
        "good-cause-by-decision": "A late answer counts if a body decides that there was good cause.",
        "refused": "A late answer does not count.",
    },
    "intention.change_of_answer": {
        "until-deadline": "An answer can be changed until the deadline.",
        "never": "An answer cannot be changed.",
    },
    "intention.exempt": {
        "[]": "No ground exempts from the trigger ballot.",
        "*": "Exempt from the trigger ballot, on these grounds: {v}.",
    },
    "intention.exempt_effect": {
        "readopted-subject-to-endorsement": "Who is exempt is readopted, subject to endorsement.",
    },
    "intention.suspended": {
        "waits-for-the-competent-body": "The seat of a suspended representative waits for the "
        "body that decides on the suspension.",
    },
    "roll.freeze": {
        "timetable-meeting": "The rolls are frozen on the day of the meeting that sets the timetable.",
        "opening": "The rolls are frozen on the day of the opening.",
        "notice": "The rolls are frozen on the day of the notice.",
    },
    "roll.member_for": {
        "0 days": "No length of membership is asked of those who vote.",
        "*": "Who votes has been a member for {v} on the day of the freeze.",
    },
    "roll.month_end": {
        "last-day": "Where a month has no such day, its last day counts.",
        "next-day": "Where a month has no such day, the first of the next month counts.",
    },
    "roll.classes": "Members of these classes vote: {v}.",
    "roll.arrears": {
        "excluded": "A member in arrears at the freeze does not vote.",
        "chance-to-pay": "A member in arrears at the freeze is told so, and votes if they pay in time.",
        "ignored": "Arrears do not matter.",
    },
    "roll.pay_within": "The time to pay is {v}.",
    "roll.suspended": {
        "excluded": "A suspended member does not vote.",
        "included": "A suspension does not take the vote away.",
    },
    "roll.minimum_age": "Who votes is {v} or older.",
    "units.objections": "The roll of units can be objected to for {v}.",
    "units.branch.affiliated_for": "A branch counts if it has existed for {v} at the freeze.",
    "units.branch.fees_paid": {
        "true": "A branch counts only if its fee is paid.",
        "false": "A branch counts whether or not a fee is paid.",
    },
    "units.branch.one_per": {
        "organisation": "An organisation counts once, however many branches it has.",
        "branch": "Every branch counts.",
    },
    "units.branch.evidence": "Evidence for a branch: {v}.",
    "units.affiliate.affiliated_for": "An affiliate counts if it has been affiliated for {v} at the freeze.",
    "units.affiliate.fees_paid": {
        "true": "An affiliate counts only if its fee is paid.",
        "false": "An affiliate counts whether or not its fee is paid.",
    },
    "units.affiliate.one_per": {
        "organisation": "An affiliated organisation counts once, however many branches it has.",
        "branch": "Every affiliated branch counts.",
    },
    "units.affiliate.evidence": "Evidence for an affiliate: {v}.",
    "trigger.question.text": "Units answer the question: “{v}”",
    "trigger.question.open": "The answer that asks for an open selection is “{v}”.",
    "trigger.question.reselect": "The answer that keeps the representative is “{v}”.",
    "trigger.decision.base": {
        "valid-returns": "Shares are shares of the valid returns: who abstains, makes none or is voided is outside.",
    },
    "trigger.decision.exactly_half": {
        "as-written": "Exactly the threshold is judged by the words: it is at least itself and not more than itself.",
        "enough": "Exactly the threshold is enough.",
    },
    "trigger.decision.unit_tie": {
        "reselect": "A tied unit counts for keeping the representative.",
        "open": "A tied unit counts for an open selection.",
        "abstain": "A tied unit is left out.",
    },
    "trigger.decision.empty_pool": {
        "counts-zero": "A pool without any valid return counts as nothing for an open selection.",
        "other-pools-decide": "Where a pool has no valid return, the others decide.",
    },
    "trigger.decision.no_returns": {
        "reselected": "Without any valid return the representative is reselected.",
        "open-selection": "Without any valid return there is an open selection.",
    },
    "trigger.meeting.notice": "A unit gives {v} of notice of its meeting.",
    "trigger.meeting.quorum": {
        "0": "No quorum applies to a unit's meeting.",
        "*": "The quorum of a unit's meeting is {v}.",
    },
    "trigger.meeting.representative": {
        "excluded": "The representative is not at the meeting.",
        "allowed": "The representative may be at the meeting.",
    },
    "trigger.returns.tellers": "A branch's return is signed by {v} tellers.",
    "trigger.returns.affiliate_declaration": {
        "true": "An affiliate's officer declares that its own rules were followed.",
        "false": "An affiliate's officer declares nothing.",
    },
    "trigger.returns.late": {"not-returned": "A late return counts as not made."},
    "trigger.returns.duplicate": {"refused": "A second return of one unit is refused."},
    "trigger.returns.contest_within": "A return can be contested for {v}.",
    "readoption.exactly_half": {
        "as-written": "Exactly half is not more than half.",
        "enough": "Exactly half is enough.",
    },
    "readoption.if_lost": "Who loses may ask for: {v}.",
    "readoption.demand_within": "The time to ask for it is {v}.",
    "petition.at_least": "At least {v} of the roll has to sign.",
    "petition.of": {"roll": "The share is one of everybody on the roll."},
    "petition.signing": "The petition is open for {v}.",
    "petition.places": "There are at most {v} places to sign.",
    "petition.reaching_ends": {
        "true": "The petition ends when enough have signed.",
        "false": "That enough have signed does not end the petition.",
    },
    "petition.early_ends": "It ends early only on these grounds: {v}.",
    "petition.running_count": {
        "true": "The number of signatures is told while it is open.",
        "false": "The number of signatures is not told while it is open.",
    },
    "petition.grounds": "A petition is opened on these grounds: {v}.",
    "petition.effect": "If enough sign, {v}.",
    "selection.applications.open_for": "Applications are open for {v}.",
    "selection.applications.member_for": "An applicant has been a member for {v}.",
    "selection.applications.requirements": {
        "[]": "Nothing more is asked of an applicant.",
        "*": "Asked of an applicant: {v}.",
    },
    "selection.longlist.made_by": "The longlist is made by the {v}.",
    "selection.longlist.automatic": {
        "[]": "Nobody is on the longlist without being chosen.",
        "*": "On the longlist without being chosen: {v}.",
    },
    "selection.longlist.reasons": {
        "to-applicant": "An applicant who is left out is told why.",
        "none": "Reasons for the longlist are not owed.",
    },
    "selection.nominations.by": {"[]": "Units do not nominate.", "*": "Units that nominate: {v}."},
    "selection.nominations.per_unit": "Nominations that each unit makes: {v}.",
    "selection.nominations.needed": "Nominations that a nominee needs: {v}.",
    "selection.nominations.consent": {
        "true": "A nomination counts when the nominee has consented.",
        "false": "A nomination counts without the nominee's consent.",
    },
    "selection.shortlist.incumbent_automatic": {
        "true": "The incumbent who stands is on the shortlist.",
        "false": "The incumbent has no place on the shortlist of right.",
    },
    "selection.shortlist.at_least": "The shortlist has at least {v}.",
    "selection.shortlist.at_most": "The shortlist has at most {v}.",
    "selection.ballot.law": {
        "alternative-vote": "Members rank the candidates; the last is excluded until somebody has "
        "more than half of the papers still in.",
        "plurality": "Members mark one candidate; the most votes win.",
    },
    "selection.ballot.tie": {
        "lot": "A tie is settled by lot.",
        "first-preferences-back": "A tie is settled by the latest earlier round in which the tied differed.",
    },
    "selection.ballot.open_for": "The ballot of members is open for {v}.",
    "selection.ballot.sole_nominee": {
        "deemed-selected": "A sole nominee is selected without a ballot.",
        "affirmative-ballot": "On a sole nominee members vote yes or no.",
    },
    "selection.ballot.withdrawal_after_papers": {
        "preferences-pass-on": "If a candidate withdraws after papers are out, their papers pass "
        "to the next preference.",
        "run-again": "If a candidate withdraws after papers are out, the ballot is run again.",
    },
    "selection.ballot.recount": {
        "on-request": "A candidate who asks for a recount gets one.",
        "by-decision": "A recount is held if a body decides so.",
    },
    "selection.ballot.recount_within": "A recount is asked for within {v}.",
    "selection.ballot.recounts": "Recounts that each candidate may ask for: {v}.",
    "selection.ballot.online.at_least_electors": "Members may vote secretly online where at least {v} are on the roll.",
    "selection.ballot.online.trustees": "Trustees who hold a part of the key to an online ballot: at least {v}.",
    "selection.ballot.online.needed": "Trustees who open the result of an online ballot together: {v}.",
    "selection.ballot.online.rehearsal": {
        "true": "Trustees rehearse before an online ballot opens.",
        "false": "Trustees need not rehearse before an online ballot opens.",
    },
    "selection.ballot.online.replacement": {
        "refused": "A ballot that was cast online stands.",
        "last-counts": "A ballot that was cast online can be replaced; the last one counts.",
    },
    "selection.ballot.online.grace_minutes": "Minutes after the close for whoever opened the booth before it: {v}.",
    "selection.ballot.online.invalid": {
        "listed-and-not-counted": "A ballot cast online without a valid ranking is listed and does not count.",
    },
    "appeals.window": "An outcome can be appealed against for {v}.",
    "appeals.to": "Appeals go to the {v}.",
    "appeals.grounds": "Grounds of appeal: {v}.",
    "endorsement.by": "Endorsed by the {v}.",
    "endorsement.refusal": {
        "run-again": "If endorsement is refused, the selection is run again.",
        "waits-for-decision": "If endorsement is refused, the endorsing body decides what follows.",
    },
    "emergency.moment": {
        "announcement": "The emergency route begins when an election is announced.",
        "dissolution": "The emergency route begins at the dissolution.",
        "resolution": "The emergency route begins when a body resolves so.",
    },
    "emergency.declared_by": "The emergency is declared by the {v}.",
    "service.email": "An e-mail counts as served after {v}.",
    "service.post": "A letter by post counts as served after {v}.",
    "service.hand": {
        "0 days": "A letter by hand counts as served at once.",
        "*": "A letter by hand counts as served after {v}.",
    },
    "service.sent_by": "What is sent after {v}, or not on a working day, is taken as sent on the next one.",
    "publication.minimum_cell": {
        "0": "All figures are published.",
        "*": "Figures of fewer than {v} votes are withheld.",
    },
    "rulebook.calendar.country": "Bank holidays are those of {v}.",
    "rulebook.calendar.subdivision": "Bank holidays are those of the part {v}.",
    "rulebook.calendar.zone": "Times of day are those of {v}.",
    "rulebook.in_force.from": "In force from {v}.",
    "rulebook.in_force.until": "In force until the day before {v}.",
    "rulebook.title": "Its title is “{v}”.",
    "rulebook.organisation": "It is a rulebook of: {v}.",
    "rulebook.label": "It is labelled: {v}.",
    "rulebook.id": "Its id is {v}.",
    "rulebook.amends": "It replaces {v}.",
    "rulebook.note": "{v}.",
    "rulebook.procedure": {
        "unit-trigger": "The procedure is a trigger ballot of units.",
        "body-readoption": "The procedure is readoption by a body.",
        "petition": "The procedure is a petition.",
    },
}
"""For each key its sentence, or a sentence for each of its values; ``*`` is any other value."""

ITEMS: dict[str, dict[str, str]] = {
    "readoption.if_lost": {
        "ballot-of-all-members": "a ballot of all members",
        "shortlist": "a place on the shortlist",
    },
    "selection.longlist.automatic": {
        "incumbent": "the incumbent",
        "nominated-by-affiliate": "everybody whom an affiliate nominated",
    },
}
"""The words for each item of a list whose items are chosen from a few."""

BALLOT_OF: dict[str, str] = {
    "executive-council": "the executive council",
    "members-present": "the members present at a general meeting",
    "all-members": "all members",
}
for _which, _name in (("first", "first"), ("second", "second")):
    MEANINGS[f"readoption.{_which}.electors"] = {
        value: f"The {_name} ballot is one of {words}." for value, words in BALLOT_OF.items()
    }
    MEANINGS[f"readoption.{_which}.more_than"] = (
        f"The {_name} ballot is carried by more than {{v}}."
    )
    MEANINGS[f"readoption.{_which}.of"] = {
        "voting": f"In the {_name} ballot the share is one of those who vote."
    }
    MEANINGS[f"readoption.{_which}.question"] = f"The {_name} ballot asks: “{{v}}”"

SITUATIONS: dict[str, str] = {
    "not-asked": "the representative has not been asked",
    "asked": "the representative has been asked and has not answered",
    "said-no": "the representative does not stand",
    "trigger-running": "the trigger ballot is running",
    "triggered-unselected": "an open selection was triggered and has no result",
    "ballot-open": "the ballot of members is open",
    "selected-unendorsed": "a candidate is selected and not endorsed",
    "suspended": "the representative is suspended",
    "vacant": "the seat is vacant",
}
EFFECTS: dict[str, str] = {
    "readopted-subject-to-endorsement": "the representative is readopted, subject to endorsement",
    "panel-selects": "a panel selects",
    "votes-void-panel-selects": "votes cast are sealed and void, and a panel selects",
    "goes-to-endorsement": "the selection goes to endorsement",
    "waits-for-decision": "the seat waits for a decision",
    "continues": "the procedure continues",
}
POWERS: dict[str, str] = {
    "open": "open the procedure",
    "set-timetable": "set the timetable",
    "freeze-rolls": "freeze the rolls",
    "decide-silence": "decide what silence means",
    "accept-late-answer": "accept a late answer",
    "exempt": "exempt somebody",
    "suspend": "suspend somebody",
    "void-return": "void a return",
    "reinstate-return": "reinstate a return",
    "decide-objection": "decide an objection to a roll",
    "declare-trigger": "declare the outcome of the trigger ballot",
    "longlist": "make the longlist",
    "shortlist": "make the shortlist",
    "order-recount": "order a recount",
    "hear-appeal": "hear an appeal",
    "endorse": "endorse",
    "postpone": "postpone a stage",
    "cancel": "cancel the procedure",
    "run-again": "have it run again",
    "waive-interval": "waive a minimum interval",
    "override": "override a decision",
    "declare-emergency": "declare the emergency route",
    "reopen": "reopen a decision",
    "adopt-reading": "adopt one reading of what is unsettled",
}
