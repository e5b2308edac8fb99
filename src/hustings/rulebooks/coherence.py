"""Checks what one key alone cannot show: that steps, pools, dates and powers of a rulebook fit together."""

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from hustings.kernel.exact import read_fraction
from hustings.kernel.refusals import Problem
from hustings.rulebooks.citations import citations_in
from hustings.rulebooks.documents import Document
from hustings.rulebooks.examples import example_at
from hustings.rulebooks.positions import Path
from hustings.rulebooks.schema import PowerName, Rules
from hustings.rulebooks.tables import as_list, as_table, value_of
from hustings.rulebooks.wording import listed

OPENED = "opened"
Check = Callable[[Document], Iterator[Problem]]


def check_coherence(rules: Document) -> list[Problem]:
    """Everything in ``rules.toml`` that does not fit with something else in it."""
    return [problem for check in CHECKS for problem in check(rules)]


def missing_powers(rules: Document) -> list[Problem]:
    """Warnings: what nobody has the power to do."""
    powers = table_at(rules, "powers")
    needed = [name for name in get_args(PowerName) if name not in powers]
    idle: tuple[str, ...] = ()
    if not any(cited.value == "unsettled" for cited in citations_in(rules.table)):
        idle += ("adopt-reading",)
    if "trigger" not in rules.table:
        idle += ("void-return", "reinstate-return", "declare-trigger")
    needed = [name for name in needed if name not in idle]
    if table_at(rules, "rulebook").get("procedure") == "petition" or not needed:
        return []
    what = f"nobody may {listed(needed)}."
    right = f'{needed[0]} = {{ bodies = ["committee"], source = "guidelines 2019" }}'
    return [rules.problem(("powers",), what, right)]


def table_at(rules: Document, *path: str) -> dict[str, Any]:
    """The table at ``path``; an empty one where there is none."""
    return as_table(value_of(rules.table, path)) or {}


def rows_at(rules: Document, *path: str) -> list[tuple[Path, dict[str, Any]]]:
    """The tables of the list at ``path``, each with its own path."""
    rows = enumerate(as_list(value_of(rules.table, path)) or [])
    return [((*path, i), table) for i, row in rows if (table := as_table(row)) is not None]


def _in_force(rules: Document) -> Iterator[Problem]:
    days = table_at(rules, "rulebook", "in_force")
    first, until = days.get("from"), days.get("until")
    if type(first) is date and type(until) is date and until <= first:
        what = f"this is the first day after the rulebook's last, so it is after {first}."
        right = f"in_force = {{ from = {first}, until = {first.replace(year=min(first.year + 1, 9999), day=1)} }}"
        yield rules.problem(("rulebook", "in_force", "until"), what, right)


def _second_letter(rules: Document) -> Iterator[Problem]:
    intention = table_at(rules, "intention")
    silence = table_at(rules, "intention", "silence").get("value")
    if silence == "second-letter-then-decision" and "second_letter_within" not in intention:
        what = "silence leads to a second letter, so its time to answer is needed."
        right = (
            'second_letter_within = { value = "7 days", at = "18:00", source = "guidelines 2019" }'
        )
        yield rules.problem(("intention", "second_letter_within"), what, right)


def _pay_within(rules: Document) -> Iterator[Problem]:
    arrears = table_at(rules, "roll", "arrears").get("value")
    if arrears == "chance-to-pay" and "pay_within" not in table_at(rules, "roll"):
        what = "members in arrears have a chance to pay, so the time for it is needed."
        right = 'pay_within = { value = "14 days", source = "guidelines 2019" }'
        yield rules.problem(("roll", "pay_within"), what, right)


def _pools(rules: Document) -> Iterator[Problem]:
    for name, pool in table_at(rules, "trigger", "pools").items():
        kind = value_of(pool, ("units",))
        if kind in ("branch", "affiliate") and kind not in table_at(rules, "units"):
            what = f"there is no [units.{kind}] that says which units of this kind count."
            right = example_at(Rules, ("units", kind))
            yield rules.problem(("trigger", "pools", name, "units"), what, right)
    if table_at(rules, "trigger").get("pools") == {}:
        what = "there is no pool of units, so nothing can be added up."
        yield rules.problem(("trigger", "pools"), what, example_at(Rules, ("trigger", "pools")))


def _question(rules: Document) -> Iterator[Problem]:
    question = table_at(rules, "trigger", "question")
    if "open" in question and question.get("open") == question.get("reselect"):
        what = "both answers have the same words; a return could not be told from its opposite."
        yield rules.problem(("trigger", "question", "reselect"), what, 'reselect = "No"')


def _shortlist(rules: Document) -> Iterator[Problem]:
    least = table_at(rules, "selection", "shortlist", "at_least").get("value")
    most = table_at(rules, "selection", "shortlist", "at_most").get("value")
    if type(least) is int and type(most) is int and most < least:
        what = f"the shortlist has at least {least}, so it cannot have at most {most}."
        right = f'at_most = {{ value = {least}, source = "guidelines 2019" }}'
        yield rules.problem(("selection", "shortlist", "at_most", "value"), what, right)


def _online(rules: Document) -> Iterator[Problem]:
    """Two or more hide among one another; a key has one part or more, and no more are needed than there are."""
    online = table_at(rules, "selection", "ballot", "online")
    for key, least in (("at_least_electors", 2), ("trustees", 1), ("needed", 1)):
        number = (as_table(online.get(key)) or {}).get("value")
        if type(number) is int and number < least:
            where = ("selection", "ballot", "online", key, "value")
            right = f'{key} = {{ value = {least}, source = "guidelines 2019" }}'
            yield rules.problem(where, f"this is at least {least}.", right)
    parts = (as_table(online.get("trustees")) or {}).get("value")
    needed = (as_table(online.get("needed")) or {}).get("value")
    if type(parts) is int and type(needed) is int and 1 <= parts < needed:
        where = ("selection", "ballot", "online", "needed", "value")
        what = f"there are {parts} trustees, so {needed} of them cannot come together."
        right = f'needed = {{ value = {parts}, source = "guidelines 2019" }}'
        yield rules.problem(where, what, right)


def _readoption(rules: Document) -> Iterator[Problem]:
    readoption = table_at(rules, "readoption")
    lost = table_at(rules, "readoption", "if_lost").get("value")
    if not isinstance(lost, list) or "ballot-of-all-members" not in lost:
        return
    if "second" not in readoption:
        what = "a ballot of all members can be asked for, so its rules are needed."
        right = example_at(Rules, ("readoption", "second"))
        yield rules.problem(("readoption", "second"), what, right)
    if "demand_within" not in readoption:
        what = "a ballot of all members can be asked for, so the time to ask is needed."
        right = 'demand_within = { value = "14 days", source = "guidelines 2019" }'
        yield rules.problem(("readoption", "demand_within"), what, right)


def _shares(rules: Document) -> Iterator[Problem]:
    places: list[Path] = [
        ("petition", "at_least"),
        ("readoption", "first", "more_than"),
        ("readoption", "second", "more_than"),
    ]
    places += [
        (*path, "at_least") for path, _ in rows_at(rules, "selection", "shortlist", "quotas")
    ]
    for path in places:
        share = _fraction(rules, path)
        if share is not None and not 0 <= share <= 1:
            what = f"{share} is no share; a share lies between 0 and 1."
            yield rules.problem(path, what, f'{path[-1]} = "1/2"')


def _fraction(rules: Document, path: Path) -> Fraction | None:
    found = value_of(rules.table, path)
    try:
        return read_fraction(found) if isinstance(found, str) else None
    except ValueError:
        return None


def _numbers(rules: Document) -> Iterator[Problem]:
    for cited in {cited.path: cited for cited in citations_in(rules.table)}.values():
        if type(cited.value) is int and cited.value < 0:
            what = f"this counts something, so it is 0 or more, not {cited.value}."
            name = next(part for part in reversed(cited.path) if isinstance(part, str))
            right = f'{name} = {{ value = 2, source = "guidelines 2019" }}'
            yield rules.problem((*cited.path, "value"), what, right)


CHECKS: tuple[Check, ...] = (
    _in_force,
    _second_letter,
    _pay_within,
    _pools,
    _question,
    _shortlist,
    _online,
    _readoption,
    _shares,
    _numbers,
)
