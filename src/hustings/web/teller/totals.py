"""Totals by two tellers: the result of a body's ballot on readoption, and the count of a petition."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.kernel.refusals import Refused
from hustings.proceedings.petition import counted
from hustings.proceedings.publication import figures_may_be_public, is_handful, is_unanimous
from hustings.proceedings.readoption import BodyBallotReturned, carried_by, readoption_rules
from hustings.proceedings.stages import Stage
from hustings.rulebooks.deciding_stages import BodyBallot, Readoption
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.packs import seat_address, seat_home
from hustings.web.teller.return_forms import AskedWordForWord, whole_number
from hustings.web.teller.second import SECOND, chosen

L = gettext_lazy


class BodyTotals(Question):
    """The totals of a ballot of one body."""

    entitled = whole_number(L("Entitled to vote"))
    in_favour = whole_number(L("In favour of readoption"))
    against = whole_number(L("Against"))
    spoilt = whole_number(L("Spoilt papers"))

    def clean(self) -> dict[str, Any]:
        """Never more votes than people entitled."""
        cleaned = super().clean() or {}
        votes = sum(cleaned.get(name) or 0 for name in ("in_favour", "against", "spoilt"))
        entitled = cleaned.get("entitled")
        if entitled is not None and votes > entitled:
            text = _("The papers come to %(votes)s, but %(entitled)s were entitled to vote.")
            self.add_error("entitled", text % {"votes": votes, "entitled": entitled})
        return cleaned


class Signatures(Question):
    """The signatures of a petition, counted once after its end."""

    signatures = whole_number(L("Signatures that count"))
    rejected = whole_number(L("Signatures rejected"))


def _rules(desk: TellerDesk) -> Readoption | None:
    rules = readoption_rules(desk.given)
    return None if isinstance(rules, Refused) else rules


def _which(desk: TellerDesk) -> str:
    return "first" if desk.seat.state.readoption is None else "second"


def _ballot(desk: TellerDesk) -> BodyBallot | None:
    rules = _rules(desk)
    if rules is None:
        return None
    return rules.first if _which(desk) == "first" else rules.second


def _question(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    ballot = _ballot(desk)
    words = {"question": ballot.question if ballot else None}
    title = _("The question, word for word")
    no = {"another-question": _another_question()}
    return Asked(AskedWordForWord(no, post), title, "teller/count/question.html", words)


def _another_question() -> str:
    why = _("The rules count an answer to this question only, in these words.")
    instead = _(
        "This ballot cannot be reported. Tell the national office: the body votes again, on this question."
    )
    return f"{why} {instead}"


def _said_question(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    ballot = _ballot(desk)
    if answers["question"]["asked"] == "yes" and ballot is not None:
        return [(_("Question"), _("“%(text)s”") % {"text": ballot.question.value})]
    return [(_("Question"), _("another question, or other words"))]


def _body_totals(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    return Asked(BodyTotals(post), _("The totals of the ballot"))


def _said(form: type[forms.Form], slug: str) -> Any:
    def say(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
        fields = form.base_fields  # type: ignore[attr-defined]
        return [(str(field.label), str(answers[slug][name])) for name, field in fields.items()]

    return say


def _body_command(desk: TellerDesk, answers: Answers) -> BodyBallotReturned:
    ballot, totals = _ballot(desk), answers["totals"]
    asked = answers["question"]["asked"] == "yes" and ballot is not None
    said = BodyBallotReturned(
        ballot="first" if _which(desk) == "first" else "second",
        question=ballot.question.value if asked and ballot else "",
        entitled=totals["entitled"],
        in_favour=totals["in_favour"],
        against=totals["against"],
        spoilt=totals["spoilt"],
        by=tallying.actors(desk, chosen(answers)),
    )
    carried = carried_by(said, desk.given)
    if _few(desk, answers) and not isinstance(carried, Refused):
        return BodyBallotReturned.few(said, carried=carried)
    return said


def _votes(answers: Answers) -> dict[str, int]:
    return {name: answers["totals"][name] for name in ("in_favour", "against", "spoilt")}


def _few(desk: TellerDesk, answers: Answers) -> bool:
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    return not figures_may_be_public(_votes(answers), cell)


def _warn_of_totals(desk: TellerDesk, answers: Answers) -> list[str]:
    if _few(desk, answers):
        return [_few_votes(desk)]
    if is_unanimous(_votes(answers)):
        return [
            _("Everybody voted the same way. Published, the figures tell how each of them voted.")
        ]
    return []


def _few_votes(desk: TellerDesk) -> str:
    text = _(
        "Fewer than %(cell)s voted. Everybody reads the result; the figures stay with the parties."
    )
    return text % {"cell": desk.seat.rulebook.rules.publication.minimum_cell.value}


def _no_readoption(desk: TellerDesk) -> Refused | None:
    if desk.seat.state.stage is Stage.READOPTION and _ballot(desk) is not None:
        return None
    return Worded("no-readoption-now", "", _("No ballot on readoption is running for this seat."))


BODY_BALLOT = Flow(
    subject=lambda desk: f"ballot/{_which(desk)}",
    address=seat_address("teller-body-ballot"),
    home=seat_home,
    steps=(
        Step("question", _question, _said_question),
        Step("totals", _body_totals, _said(BodyTotals, "totals")),
        SECOND,
    ),
    title=L("Check the result before you sign it"),
    button=L("Go on to sign it"),
    command=_body_command,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_no_readoption,
    warn=_warn_of_totals,
)


def _signatures(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    petition = desk.seat.state.petition
    words = {"electors": petition.electors if petition else 0}
    return Asked(Signatures(post), _("The signatures"), "teller/count/signatures.html", words)


def _no_petition(desk: TellerDesk) -> Refused | None:
    petition = desk.seat.state.petition
    if desk.seat.state.stage is not Stage.PETITION or petition is None:
        return Worded("no-petition-now", "", _("No petition is running for this seat."))
    if desk.now <= petition.closes:
        text = _("Signing is open; nothing is counted before it has ended.")
        return Worded("still-open", "", text)
    return None


def _warn_of_signatures(desk: TellerDesk, answers: Answers) -> list[str]:
    petition, given = desk.seat.state.petition, answers["signatures"]
    cell = desk.seat.rulebook.rules.publication.minimum_cell.value
    if is_handful(given["signatures"] + given["rejected"], cell):
        return [_few_votes(desk)]
    if petition is not None and given["signatures"] in (0, petition.electors):
        return [_("Everybody did the same. Published, the figures tell it of each elector.")]
    return []


PETITION = Flow(
    subject=lambda desk: "petition",
    address=seat_address("teller-petition"),
    home=seat_home,
    steps=(Step("signatures", _signatures, _said(Signatures, "signatures")), SECOND),
    title=L("Check the count of the petition before you sign it"),
    button=L("Go on to sign it"),
    command=lambda desk, answers: counted(
        answers["signatures"]["signatures"],
        answers["signatures"]["rejected"],
        desk.given,
        tallying.actors(desk, chosen(answers)),
    ),
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_no_petition,
    warn=_warn_of_signatures,
)
