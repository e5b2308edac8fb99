"""Tells a rulebook in plain sentences: each value, what it means, and the ground it stands on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction
from typing import Any, cast

from pydantic import BaseModel

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.exact import fraction_text
from hustings.kernel.time import Span
from hustings.rulebooks.deciding_stages import Aggregate, Pool
from hustings.rulebooks.loader import Rulebook
from hustings.rulebooks.meanings import EFFECTS, ITEMS, MEANINGS, POWERS, SITUATIONS
from hustings.rulebooks.schema import Blackout, Interval, Power, Reading, Step
from hustings.rulebooks.selecting_stages import Consequence, Panel, Quota
from hustings.rulebooks.tables import inside
from hustings.rulebooks.values import Cited, Deadline
from hustings.rulebooks.wording import listed

UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a rulebook: its key, a sentence, and the ground; None for what needs no ground."""

    key: str
    says: str
    value: object
    ground: Citation | None


def tell(rulebook: Rulebook) -> tuple[Said, ...]:
    """Everything that a rulebook says, in the order of its file."""
    return tuple(_table(rulebook, rulebook.rules, ""))


def _table(rulebook: Rulebook, model: BaseModel, at: str) -> Iterator[Said]:
    for name, field in type(model).model_fields.items():
        key = f"{at}.{field.alias or name}".lstrip(".")
        yield from _place(rulebook, getattr(model, name), key)


def _place(rulebook: Rulebook, value: Any, key: str) -> Iterator[Said]:
    match value:
        case None | "":
            return
        case Cited():
            dumped = value.model_dump(mode="json", by_alias=True, exclude_none=True)
            ground = {"clause", "source", "reading"}
            table = {name: each for name, each in dumped.items() if name not in ground}
            bare = table["value"] if set(table) == {"value"} else table
            yield Said(key, _say(rulebook, value, key), bare, value.citation)
        case Pool():
            yield Said(key, _say_pool(key, value), value.model_dump(mode="json"), None)
        case BaseModel():
            yield from _table(rulebook, value, key)
        case dict() | list():
            for name, inner in inside(cast("object", value)):
                named = getattr(inner, "id", None) or getattr(inner, "category", name)
                below = f"{key}.{name}" if isinstance(name, str) else f"{key}[{named}]"
                yield from _place(rulebook, inner, below)
        case _:
            yield Said(key, _worded(key, value), _plain(value), None)


def _say(rulebook: Rulebook, value: Cited, key: str) -> str:
    """The sentence of a value that has a ground."""
    if getattr(value, "value", None) == UNSETTLED and value.reading is not None:
        return _say_unsettled(key, rulebook.readings[value.reading])
    if isinstance(value, Step):
        return _say_step(value, _names(rulebook))
    if isinstance(value, Interval):
        return _say_interval(value, _names(rulebook))
    for kind, say in _SAYERS:
        if isinstance(value, kind):
            return say(key, value)
    at = value.at if isinstance(value, Deadline) else None
    return _worded(key, getattr(value, "value", None), at)


def _say_unsettled(key: str, reading: Reading) -> str:
    """What is open, and what each of the choices would mean."""
    meant = [lower(_worded(key, choice)).rstrip(".") or choice for choice in reading.choices]
    return f"Not settled: {reading.question} Either {'; or '.join(meant)}."


def meant_by(rulebook: Rulebook, reading: int) -> tuple[str, ...]:
    """What each choice of a reading would mean, a sentence for each; nothing where there is but one."""
    choices = rulebook.readings[reading].choices
    if len(choices) < 2:
        return ()
    ground = Citation(Ground.READING, str(reading))
    keys = [told.key for told in tell(rulebook) if told.ground == ground]
    known = [words for key in keys if isinstance(words := MEANINGS.get(key), dict)]
    return tuple(_meaning(choice, known) for choice in choices)


def _meaning(choice: str, known: list[dict[str, str]]) -> str:
    """In the words of the value that it decides; a choice that no value has here, in its own."""
    said = next((words[choice] for words in known if choice in words), "")
    if said:
        return said
    plain = EFFECTS.get(choice) or choice.replace("-", " ")
    return f"{plain[0].upper()}{plain[1:]}."


def _worded(key: str, value: object, at: time | None = None) -> str:
    words = MEANINGS.get(key, key.rpartition(".")[2].replace("_", " ") + ": {v}.")
    if isinstance(words, dict):
        words = (
            words.get(str(value).lower() if isinstance(value, bool) else str(value)) or words["*"]
        )
    if isinstance(value, list):
        value = [ITEMS.get(key, {}).get(item, item) for item in cast("list[str]", value)]
    return words.format(v=_shown(value) + (f", by {clock_text(at)} on the last day" if at else ""))


def lower(sentence: str) -> str:
    """A sentence as it goes on after a comma; a name keeps its capital."""
    first, _, rest = sentence.partition(" ")
    word = first.rstrip(":,").replace("-", "")
    plain = word == "A" or (word.isalpha() and word[1:].islower())
    return f"{first[0].lower()}{first[1:]} {rest}".rstrip() if plain else sentence


def _shown(value: object) -> str:
    match value:
        case list():
            return "; ".join(_shown(item) for _, item in inside(cast("object", value))) or "none"
        case Fraction():
            return fraction_text(value)
        case date():
            return f"{value.day} {value:%B %Y}"
        case time():
            return clock_text(value)
        case _:
            return str(value).rstrip(".")


def clock_text(at: time) -> str:
    """A time of day: ``6 pm``, ``11:59 pm``, ``noon``."""
    if at == time(12):
        return "noon"
    hour, half = at.hour % 12 or 12, "am" if at.hour < 12 else "pm"
    return f"{hour}:{at.minute:02d} {half}" if at.minute else f"{hour} {half}"


def listed_or(words: list[str]) -> str:
    """``a, b or c``."""
    return " or ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _plain(value: object) -> object:
    return str(value) if isinstance(value, (date, time, Fraction, Span)) else value


def _say_pool(key: str, pool: Pool) -> str:
    votes = "one vote" if pool.each == 1 else f"{pool.each} votes"
    return f"Pool “{key.rpartition('.')[2]}”: each {pool.units} has {votes}."


def say_aggregate(key: str, aggregate: Aggregate) -> str:
    """How the units' answers become one."""
    wants = "an open selection" if aggregate.share_of == "open" else "keeping the representative"
    then = "there is an open selection" if aggregate.share_of == "open" else "they are reselected"
    share, how = aggregate.more_than, "more than"
    if aggregate.at_least is not None:
        share, how = aggregate.at_least, "at least"
    test = f"{then} if {how} {_shown(share)} of"
    match aggregate.value:
        case "pooled-majority":
            return f"All units are added up in one pool: {test} the valid returns are for {wants}."
        case "either-pool":
            return f"Each pool is taken by itself: {test} the valid returns of any one pool are for {wants}."
        case "all-pools":
            return f"Each pool is taken by itself: {test} the valid returns of every pool are for {wants}."
        case "weighted-college":
            weights = (aggregate.weights or {}).items()
            weighed = listed([f"{name} {_shown(weight)}" for name, weight in weights])
            return f"The pools are weighed, {weighed}: {test} the weighted returns are for {wants}."


def _say_power(key: str, power: Power) -> str:
    does = POWERS[key.rpartition(".")[2]]
    who = listed_or([f"the {body}" for body in power.bodies])
    grounds = f", on these grounds only: {'; '.join(power.grounds)}" if power.grounds else ""
    quorum = f", with at least {power.quorum} taking part" if power.quorum > 1 else ""
    return f"To {does} is a power of {who}{quorum}{grounds}."


def _names(rulebook: Rulebook) -> dict[str, str]:
    """What happens at each step, and why days are kept free, by the id under which others refer to it."""
    timetable = rulebook.rules.timetable
    named = {step.id: lower(step.what) for step in timetable.steps}
    named |= {blackout.id: blackout.what for blackout in timetable.blackouts}
    return {id_: f"“{what}”" for id_, what in named.items()} | {"opened": "the opening"}


def _say_step(step: Step, names: Mapping[str, str]) -> str:
    origin = names.get(step.after, step.after)
    if step.back is not None:
        when = f"{step.back} before {origin}"
    elif step.offset is not None and step.offset.number:
        when = f"{step.offset} after {origin}"
    else:
        when = f"on the day of {origin}"
    if step.starts == "monday-of-week":
        when = f"on the Monday of the week {when}"
    hour = f", until {clock_text(step.at)}" if step.at else ""
    lasts = f", for {step.lasts}" if step.lasts else ""
    moved = {"stays": "", "next-working-day": ", or the next working day",
             "working-day-before": ", or the working day before"}[step.if_not_working]  # fmt: skip
    avoids = (
        f"; not during {listed([names.get(name, name) for name in step.avoids])}"
        if step.avoids
        else ""
    )
    return f"{step.what}: {when}{hour}{lasts}{moved}{avoids}."


def _say_blackout(key: str, blackout: Blackout) -> str:
    first, last = (date.fromisoformat(f"2024-{day}") for day in (blackout.from_, blackout.until))
    return f"Kept free as “{blackout.what}”: from {first.day} {first:%B} to {last.day} {last:%B}."


def _say_interval(interval: Interval, names: Mapping[str, str]) -> str:
    first, second = names.get(interval.from_, interval.from_), names.get(interval.to, interval.to)
    return f"At least {interval.at_least} lie between {first} and {second}."


def _say_consequence(key: str, consequence: Consequence) -> str:
    situation = SITUATIONS[key.rpartition(".")[2]]
    return f"In an emergency, where {situation}: {EFFECTS[consequence.value]}."


def _say_panel(key: str, panel: Panel) -> str:
    seats = listed([f"{seat.number} appointed by the {seat.appointed_by}" for seat in panel.seats])
    aside = {"close-relatives-and-employees": "Close relatives and employees step aside.",
             "none": "No rule says who steps aside."}[panel.recusal]  # fmt: skip
    name = "emergency panel" if key.startswith("emergency") else "panel"
    return f"The {name} has {seats}. {aside}"


def _say_quota(key: str, quota: Quota) -> str:
    return (
        f"At least {_shown(quota.at_least)} are of the category “{quota.category}” "
        f"({quota.definition}; lawful by {quota.basis})."
    )


_SAYERS: tuple[tuple[type[Cited], Callable[[str, Any], str]], ...] = (
    (Aggregate, say_aggregate),
    (Power, _say_power),
    (Blackout, _say_blackout),
    (Consequence, _say_consequence),
    (Panel, _say_panel),
    (Quota, _say_quota),
)
