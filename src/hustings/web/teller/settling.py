"""Open the two sealed readings, compare them, settle what differs at the papers, and enter the papers."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.counting.lots import LotRequired
from hustings.kernel.refusals import Refused
from hustings.proceedings.entry import Entry
from hustings.proceedings.member_papers import (
    AsRead,
    PapersEntered,
    ShownReading,
    apart,
    counted_papers,
    seal_of,
)
from hustings.proceedings.publication import agree_on_the_first
from hustings.web.base.forms import Question
from hustings.web.base.refusals import Worded
from hustings.web.teller.counting import Drawn
from hustings.web.teller.flows import Answers, Asked, Flow, Step
from hustings.web.teller.packs import seat_address, seat_home
from hustings.web.teller.papers import (
    NotCounting,
    PapersFile,
    keep_file,
    not_now,
    papers_in,
    reading_sheet,
    say_file,
)
from hustings.web.teller.return_forms import one_box
from hustings.web.teller.sheets import read_sheet, throw_away

L = gettext_lazy
MINE, THEIRS, NEITHER = "mine", "theirs", "neither"


@dataclass(frozen=True, slots=True)
class OpenedReading:
    """A sealed reading with what opens it."""

    person: str
    salt: str
    read: AsRead

    def shown(self, entered: AsRead) -> ShownReading:
        """As the record shows it beside what is entered."""
        return ShownReading(self.person, self.salt, None if self.read == entered else self.read)


@dataclass(frozen=True, slots=True)
class Pair:
    """My reading and another teller's."""

    mine: OpenedReading
    theirs: OpenedReading

    @property
    def same(self) -> bool:
        """Whether both read every paper the same way, whatever the order of the file."""
        return _counts(self.mine.read) == _counts(self.theirs.read)


def _counts(read: AsRead) -> Counter[object]:
    papers = papers_in(read.blt)
    return Counter() if papers is None else counted_papers(papers, read.spoilt)


def pair_of(desk: TellerDesk) -> Pair | None:
    """Both readings, opened; None until this teller and another have sealed one each."""
    sealed = desk.ballot.readings if desk.ballot else ()
    opened = {one.person: _opened(desk, one.person, one.seal) for one in sealed}
    mine = opened.get(desk.person)
    others = [one for person, one in opened.items() if person != desk.person and one]
    return Pair(mine, others[-1]) if mine and others else None


def _opened(desk: TellerDesk, person: str, seal: str) -> OpenedReading | None:
    kept = read_sheet(person, desk.seat.proceeding, reading_sheet(seal))
    if not kept:
        return None
    found = OpenedReading(person, str(kept["salt"]), AsRead(str(kept["blt"]), int(kept["spoilt"])))
    again = seal_of(desk.seat.proceeding, person, found.salt, found.read.blt, found.read.spoilt)
    return found if again == seal else None


# --- the questions --------------------------------------------------------------------------------


class Settling(Question):
    """Which reading stands where they differ, and why; a look where they agree."""

    def __init__(self, pair: Pair | None, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        if pair is None or pair.same:
            wrong = {"required": _("Look at the two readings first")}
            self.fields["seen"] = one_box(
                _("The two readings"), _("I have looked at them"), error_messages=wrong
            )
            return
        self.fields["stands"] = forms.ChoiceField(
            label=_("What do the papers say, now that both of you have looked?"),
            choices=[
                (MINE, _("What I read")),
                (THEIRS, _("What the other teller read")),
                (NEITHER, _("Neither; I give a new file")),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose what the papers say")},
        )
        self.fields["resolved"] = forms.CharField(
            label=_("How did you settle it?"),
            help_text=_("Everybody reads this, so name no voter. One sentence for each paper is enough."),
            widget=forms.Textarea({"rows": 4}),
            max_length=5000,
            error_messages={"required": _("Say how you settled it")},
        )  # fmt: skip


def _compared(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    from hustings.web.teller.by_hand import differences_by_place

    pair = pair_of(desk)
    words: dict[str, Any] = {"readings": [], "differences": 0, "by_place": []}
    if pair is not None and not pair.same:
        words["readings"] = _differing(desk, pair)
        words["differences"] = apart(_counts(pair.mine.read), _counts(pair.theirs.read))
        words["by_place"] = differences_by_place(desk, pair.theirs.person)
    words["names"] = [desk.names.get(c, c) for c in (desk.ballot.candidates if desk.ballot else ())]
    form = Settling(pair, post)
    return Asked(form, _("The two readings compared"), "teller/count/compared.html", words)


def _differing(desk: TellerDesk, pair: Pair) -> list[dict[str, Any]]:
    """Each ranking of which the two read another number of papers."""
    mine, theirs = _counts(pair.mine.read), _counts(pair.theirs.read)
    papers = sorted({*(mine - theirs), *(theirs - mine)}, key=str)
    return [
        {"paper": _ranking(desk, one), "mine": mine[one], "theirs": theirs[one]} for one in papers
    ]


def _ranking(desk: TellerDesk, paper: object) -> str:
    if not isinstance(paper, tuple):
        return _("does not count")
    candidates = desk.ballot.candidates if desk.ballot else ()
    numbers: list[int] = list(paper)  # type: ignore[reportUnknownArgumentType]
    return ", ".join(
        f"{place} {desk.names.get(candidates[c], candidates[c])}"
        for place, c in enumerate(numbers, 1)
    )


def _said_compared(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    given = answers["compared"]
    if "stands" not in given:
        return [(_("The two readings"), _("the same"))]
    stands = {MINE: _("what I read"), THEIRS: _("what the other teller read")}
    rows = [(_("What stands"), stands.get(given["stands"], _("a new file")))]
    return [*rows, (_("How it was settled"), given["resolved"])]


def _neither(desk: TellerDesk, answers: Answers) -> bool:
    return answers.get("compared", {}).get("stands") == NEITHER


def _file(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    names = [desk.names.get(c, c) for c in (desk.ballot.candidates if desk.ballot else ())]
    words = {"names": names, "read": papers_in(post.get("text", "")) if post else None}
    title = _("The papers as both of you now read them")
    return Asked(PapersFile(desk, post, files), title, "teller/count/file.html", words)


def _spoilt(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    papers = papers_in(answers["file"]["text"])
    words = {"back": tallying.came_back(desk), "entered": papers.returned if papers else 0}
    title = _("Papers that do not count")
    return Asked(NotCounting(post), title, "teller/count/spoilt.html", words)


def _said_spoilt(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    return [(_("Came back and do not count"), str(answers["spoilt"]["spoilt"]))]


# --- what it becomes ------------------------------------------------------------------------------


def _settled(desk: TellerDesk, answers: Answers) -> AsRead | None:
    pair, given = pair_of(desk), answers.get("compared", {})
    if pair is None:
        return None
    match given.get("stands", MINE):
        case str(choice) if choice == MINE:
            return pair.mine.read
        case str(choice) if choice == THEIRS:
            return pair.theirs.read
        case _:
            if "file" not in answers or "spoilt" not in answers:
                return None
            return AsRead(answers["file"]["text"], answers["spoilt"]["spoilt"])


def _entered(desk: TellerDesk, answers: Answers) -> PapersEntered:
    pair, read = pair_of(desk), _settled(desk, answers)
    if pair is None or read is None:
        return PapersEntered(blt="", returned=0, spoilt=0, readings=())
    papers = papers_in(read.blt)
    return PapersEntered(
        blt=read.blt,
        returned=(papers.returned if papers else 0) + read.spoilt,
        spoilt=read.spoilt,
        readings=(pair.mine.shown(read), pair.theirs.shown(read)),
        resolved=answers.get("compared", {}).get("resolved", ""),
        by=tallying.actors(desk, pair.theirs.person),
    )


def lot_in(answers: Answers) -> tuple[str, ...]:
    """The candidates as they were drawn; empty where no lot was asked for."""
    drawn = answers.get("lot", {})
    return tuple(drawn[f"place_{n}"] for n in range(len(drawn)))


def _command(desk: TellerDesk, answers: Answers) -> Entry:
    entered = _entered(desk, answers)
    if not tallying.too_few_to_show(desk, entered.blt):
        return entered
    return tallying.few_counted(desk, entered, lot_in(answers), entered.by)


def _lot_needed(desk: TellerDesk, answers: Answers) -> bool:
    """Only a handful is counted at once; their ties are settled by one drawing of all names."""
    read = _settled(desk, answers)
    if read is None or not tallying.too_few_to_show(desk, read.blt):
        return False
    return isinstance(tallying.count_few(desk, _entered(desk, answers), ()), LotRequired)


def ask_lot(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    """The order of one drawing of all names."""
    candidates = desk.ballot.candidates if desk.ballot else ()
    between = [(one, desk.names.get(one, one)) for one in candidates]
    return Asked(Drawn(between, post), _("A lot decides"), "teller/count/lot_of_all.html")


def said_lot(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    """The names in the order in which they were drawn."""
    drawn = ", ".join(desk.names.get(one, one) for one in lot_in(answers))
    return [(_("Drawn in this order"), drawn)]


def _not_now(desk: TellerDesk) -> Refused | None:
    refused = not_now(desk)
    if refused is not None or pair_of(desk) is not None:
        return refused
    text = _(
        "Two tellers read the papers first, each alone, and seal what they read. "
        "Then you can open both readings here."
    )
    return Worded("not-read-twice", "", text)


def _warn(desk: TellerDesk, answers: Answers) -> list[str]:
    read = _settled(desk, answers)
    if read is None:
        return []
    if not tallying.too_few_to_show(desk, read.blt):
        return warn_of_agreement(read.blt, read.spoilt)
    text = _(
        "Fewer than %(cell)s papers count. They stay with the parties; "
        "everybody else reads only whom they select."
    )
    return [text % {"cell": desk.seat.rulebook.rules.publication.minimum_cell.value}]


def warn_of_agreement(blt: str, not_counting: int) -> list[str]:
    """What is said before papers are published that all have the same first preference."""
    papers = papers_in(blt)
    if papers is None or not agree_on_the_first(papers, not_counting):
        return []
    return [_("Every paper has the same first preference. Published, they tell everybody’s vote.")]


def _afterwards(desk: TellerDesk, answers: Answers) -> None:
    """Whoever reads the papers again starts on empty sheets."""
    for pack in tallying.packs_issued(desk):
        throw_away(desk.seat.proceeding, f"by-hand/{pack.pack}")


SETTLE = Flow(
    subject=lambda desk: "settle",
    address=seat_address("teller-settle"),
    home=seat_home,
    steps=(
        Step("compared", _compared, _said_compared),
        Step("file", _file, say_file, _neither, keep_file),
        Step("spoilt", _spoilt, _said_spoilt, _neither),
        Step("lot", ask_lot, said_lot, _lot_needed),
    ),
    title=L("Check the papers before both of you sign them"),
    button=L("Go on to sign them"),
    command=_command,
    what_if=tallying.what_if,
    carry_out=tallying.carry_out,
    not_now=_not_now,
    warn=_warn,
    afterwards=_afterwards,
)
