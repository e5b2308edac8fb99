"""The file that says what a contest asks, in TOML; and what the scrutineer declares of the credentials."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hustings.ballots.secret.declarations import Declaration, declaration_in
from hustings.cli.whole_files import read_bytes
from hustings.kernel.refusals import BadInput, Problem

if TYPE_CHECKING:
    from hustings.ballots.secret.messages.election import Question

DRAFT = """\
# What is asked, of whom it is hidden, and what the rules say. Change it; then `hustings contest open`.
uuid = "{uuid}"
group = "{group}"
name = "Selection"
description = ""
replacement = false     # true: a voter's later ballot replaces an earlier one
minimum = 10            # with fewer electors the contest does not open; trustees ask for more ballots with --at-least

[[question]]
kind = "choose"
question = "Shall the sitting member be re-adopted?"
answers = ["Yes", "No"]
min = 1
max = 1
blank = true

# [[question]]
# kind = "rank"
# question = "Number the candidates in the order of your choice."
# answers = ["Ada", "Ben", "Cy"]
# law = "scottish-2007"
# seats = 1
"""

KEYS = {"uuid", "group", "name", "description", "replacement", "minimum", "question"}
CHOOSE = {"kind", "question", "answers", "min", "max", "blank"}
RANK = {"kind", "question", "answers", "law", "seats"}
FEWEST = 2
"""Below so many, a tally would tell how somebody voted whatever the rules say."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest as its file says it; ``minimum`` is the fewest electors for whom it opens."""

    uuid: str
    group: str
    name: str
    description: str
    replacement: bool
    minimum: int
    questions: "tuple[Question, ...]"


def read_contest(file: Path) -> Contest:
    """Read and check a contest's file; ``BadInput`` names the key that is wrong."""
    try:
        table = tomllib.loads(read_bytes(file).decode())
    except ValueError as problem:
        raise BadInput(Problem(str(file), None, "", f"is not TOML: {problem}.")) from None
    reading = _Reading(str(file))
    reading.known(table, KEYS, "")
    asked = table.get("question", [])
    if not isinstance(asked, list) or not asked:
        raise reading.wrong("question", "there is no question", '[[question]] kind = "choose"')
    every = cast("list[object]", asked)
    minimum = reading.number(table, "minimum", FEWEST)
    if minimum < FEWEST:
        raise reading.wrong("minimum", f"fewer than {FEWEST} hide nobody", "minimum = 10")
    return Contest(
        reading.text(table, "uuid"),
        reading.text(table, "group"),
        reading.text(table, "name"),
        reading.text(table, "description", ""),
        reading.flag(table, "replacement", default=False),
        minimum,
        tuple(reading.question(one, place) for place, one in enumerate(every, start=1)),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str

    def wrong(self, key: str, what: str, right: str = "") -> BadInput:
        return BadInput(Problem(self.file, None, key, what, right))

    def known(self, table: dict[str, object], keys: set[str], where: str) -> None:
        for key in table:
            if key not in keys:
                raise self.wrong(where + key, "no contest has this key", ", ".join(sorted(keys)))

    def text(self, table: dict[str, object], key: str, default: str | None = None) -> str:
        value = table.get(key, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.wrong(key, "a text is expected", f'{key} = "…"')
        return value

    def flag(self, table: dict[str, object], key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false is expected", f"{key} = false")
        return value

    def number(self, table: dict[str, object], key: str, default: int) -> int:
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.wrong(key, "a whole number is expected", f"{key} = {default}")
        return value

    def question(self, value: object, place: int) -> "Question":
        from hustings.ballots.secret.messages.election import HomomorphicQuestion, RankedQuestion

        if not isinstance(value, dict):
            raise self.wrong("question", "a table is expected", "[[question]]")
        table = cast("dict[str, object]", value)
        answers = self._answers(table)
        asked = self.text(table, "question")
        where = f"question {place}: "
        match table.get("kind"):
            case "choose":
                self.known(table, CHOOSE, where)
                least, most = self.number(table, "min", 1), self.number(table, "max", 1)
                if not least <= most <= len(answers):
                    raise self.wrong(f"{where}max", f"{least} to {most} of {len(answers)} answers")
                blank = self.flag(table, "blank", default=False) or None
                return HomomorphicQuestion(asked, answers, least, most, blank)
            case "rank":
                self.known(table, RANK, where)
                extra = {key: table[key] for key in ("law", "seats") if key in table}
                return RankedQuestion(asked, answers, extra or None)
            case other:
                raise self.wrong(f"{where}kind", f"{other!r} is no kind", 'kind = "rank"')

    def _answers(self, table: dict[str, object]) -> tuple[str, ...]:
        answers = table.get("answers")
        listed = cast("list[object]", answers) if isinstance(answers, list) else []
        texts = [one for one in listed if isinstance(one, str) and one]
        if not texts or len(texts) != len(listed) or len(set(texts)) != len(texts):
            raise self.wrong("answers", "different texts are expected", 'answers = ["Yes", "No"]')
        return tuple(texts)


def read_declaration(file: Path) -> Declaration:
    """Read the scrutineer's declaration."""
    return declaration_in(read_bytes(file), str(file))
