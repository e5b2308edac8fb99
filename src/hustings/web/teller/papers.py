"""One teller's own reading of the papers, from a file or from sheets filled by hand, sealed into the record."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.counting.formats.blt import read_blt
from hustings.counting.papers import Papers
from hustings.kernel.commitments import SALT_BYTES
from hustings.kernel.refusals import BadInput, Refused
from hustings.proceedings.member_papers import PapersRead, seal_of
from hustings.proceedings.stages import Stage
from hustings.proceedings.state import BallotState
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.packs import seat_address, seat_home
from hustings.web.teller.return_forms import whole_number
from hustings.web.teller.sheets import write_on_sheet

L = gettext_lazy
LARGEST_FILE = 5 * 1024 * 1024


class PapersFile(Question):
    """A BLT file, or the one that was read before."""

    file = forms.FileField(
        required=False,
        label=L("The papers as a BLT file"),
        help_text=L("Candidates stand in it by their name exactly as on the paper, or by their reference."),
        error_messages={"empty": L("This file is empty; choose another")},
        widget=forms.FileInput({"accept": ".blt,.txt,text/plain"}),
    )  # fmt: skip
    text = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)
    salt = forms.CharField(required=False, widget=forms.HiddenInput, max_length=128)

    def __init__(self, desk: TellerDesk, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.desk = desk

    def clean(self) -> dict[str, Any]:
        """Read the file, its candidates as references; each problem by line and column."""
        cleaned = super().clean() or {}
        upload, ballot = cleaned.get("file"), self.desk.ballot
        if upload is None and not cleaned.get("text"):
            self.add_error("file", _("Choose the file with the papers"))
        elif upload is not None and upload.size > LARGEST_FILE:
            self.add_error("file", _("This file is larger than 5 MB"))
        elif upload is not None and ballot is not None:
            cleaned["text"] = self._read(upload, ballot)
        return cleaned

    def _read(self, upload: Any, ballot: BallotState) -> str:
        try:
            read = tallying.papers_named(upload.read(), upload.name, ballot, self.desk.names)
            return tallying.blt_text(tallying.titled(read, self.desk.seat.state.seat))
        except BadInput as bad:
            for problem in bad.problems:
                self.add_error("file", str(problem))
            return ""


class NotCounting(Question):
    """Papers that came back and do not count, beyond those that the file itself shows."""

    spoilt = whole_number(
        L("Papers that came back and do not count"),
        L(
            "Blank, unclear, or with a mark by which somebody could be known. They are not in the file."
        ),
    )


def _file(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    form = PapersFile(desk, post, files)
    names = [desk.names.get(c, c) for c in (desk.ballot.candidates if desk.ballot else ())]
    words = {"names": names, "read": papers_in(post.get("text", "")) if post else None}
    return Asked(form, _("The papers, from a file"), "teller/count/file.html", words)


def keep_file(desk: TellerDesk, form: forms.Form, before: dict[str, Any]) -> Any:
    """What was read before stays where no new file comes; nothing else that is posted replaces it."""
    if form.cleaned_data.get("file") is None:
        return {"text": before.get("text", []), "salt": before.get("salt", [])}
    return {"text": [form.cleaned_data["text"]], "salt": [new_salt()]}


def new_salt() -> str:
    """What keeps a reading's seal from being guessed."""
    return secrets.token_hex(SALT_BYTES)


def papers_in(text: str) -> Papers | None:
    """The papers of a file that was read before."""
    try:
        return read_blt(text.encode()).as_papers() if text else None
    except BadInput:
        return None


def say_file(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    """How many papers the file has, and how many of them are not clear."""
    papers = papers_in(answers["file"]["text"])
    if papers is None:
        return []
    said = {"valid": papers.valid, "kinds": len(papers.rankings)}
    rows = [
        (_("Papers in the file"), _("%(valid)s that count, in %(kinds)s different rankings") % said)
    ]
    if papers.returned > papers.valid:
        unclear = str(papers.returned - papers.valid)
        rows.append((_("In the file and without a clear first preference"), unclear))
    return rows


def _spoilt(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    back, papers = tallying.came_back(desk), papers_in(answers["file"]["text"])
    words = {"back": back, "entered": papers.returned if papers else 0}
    return Asked(
        NotCounting(post), _("Papers that do not count"), "teller/count/spoilt.html", words
    )


def _said_spoilt(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    papers = papers_in(answers["file"]["text"])
    entered = papers.returned if papers else 0
    total = entered + answers["spoilt"]["spoilt"]
    return [
        (_("Came back and do not count"), str(answers["spoilt"]["spoilt"])),
        (_("Papers in all"), str(total)),
        (_("Came back, by the reconciliation"), str(tallying.came_back(desk))),
    ]


def _sealed(desk: TellerDesk, answers: Answers) -> tuple[str, dict[str, Any]]:
    """The seal on what was read, and what opens it."""
    salt, text = answers["file"]["salt"], answers["file"]["text"]
    spoilt = answers["spoilt"]["spoilt"]
    seal = seal_of(desk.seat.proceeding, desk.person, salt, text, spoilt)
    return seal, {"salt": salt, "blt": text, "spoilt": spoilt}


def _command(desk: TellerDesk, answers: Answers) -> PapersRead:
    return PapersRead(seal=_sealed(desk, answers)[0], by=tallying.actors(desk, desk.person)[:1])


def reading_sheet(seal: str) -> str:
    """The subject of the sheet that keeps what opens a seal."""
    return f"reading/{seal}"


def _keep_reading(desk: TellerDesk, answers: Answers) -> None:
    """Nobody else sees this sheet before a second reading is sealed."""
    seal, opens = _sealed(desk, answers)
    write_on_sheet(desk.person, desk.seat.proceeding, reading_sheet(seal), **opens)


def not_now(desk: TellerDesk) -> Refused | None:
    """Papers are entered after the reconciliation, and once."""
    if desk.seat.state.stage is Stage.COUNT and desk.ballot is not None:
        return None
    text = _("Papers are entered once they are reconciled; this seat is not there now.")
    return Worded("no-papers-now", "", text)


def _warn(desk: TellerDesk, answers: Answers) -> list[str]:
    back = tallying.came_back(desk)
    papers = papers_in(answers["file"]["text"])
    total = (papers.returned if papers else 0) + answers["spoilt"]["spoilt"]
    if back is None or back == total:
        return []
    text = _(
        "The reconciliation says that %(back)s papers came back; here are %(total)s. "
        "Look for the difference before you sign."
    )
    return [text % {"back": back, "total": total}]


FILE = Flow(
    subject=lambda desk: "papers",
    address=seat_address("teller-file"),
    home=seat_home,
    steps=(
        Step("file", _file, say_file, keep=keep_file),
        Step("spoilt", _spoilt, _said_spoilt),
    ),
    title=L("Check your reading before you seal it"),
    button=L("Go on to sign the seal"),
    command=_command,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=not_now,
    warn=_warn,
    afterwards=_keep_reading,
)
