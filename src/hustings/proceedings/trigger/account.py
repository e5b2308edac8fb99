"""The account that people read: the sentence first, then shares, what could still change it, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from textwrap import fill

from hustings.kernel.exact import fraction_text
from hustings.proceedings.trigger.case import Case
from hustings.proceedings.trigger.certainty import valid_returns
from hustings.proceedings.trigger.explain import hangs_on_readings, opening, rule_sentence
from hustings.proceedings.trigger.readings import by_pool
from hustings.proceedings.trigger.results import (
    ARITHMETIC,
    Result,
    decide_case,
    texts,
    voided_units,
)
from hustings.proceedings.trigger.returns import Outcome
from hustings.proceedings.trigger.sensitivity import Decider, Reinstatement
from hustings.proceedings.trigger.words import (
    listed,
    outcome_words,
    plural,
    reading_words,
    sentence,
    share_text,
    spelt,
    units,
)


def account(case: Case, results: Sequence[Result], comparison: Sequence[str] = ()) -> str:
    """The whole account of a case as plain text."""
    lines = [case.id]
    lines += [_wrapped(case.what, 0)] if case.what else []
    for result in results:
        lines += ["", *_result(case, result)]
    if comparison:
        lines += ["", "Where the rulebooks part", *(_wrapped(line, 2) for line in comparison)]
    lines.append("")
    if case.by_analogy:
        lines.append("By analogy: another instrument with the same test was in force.")
    if case.is_constructed:
        lines.append("A constructed case: nobody made these returns.")
    else:
        lines.append(ARITHMETIC)
        lines += [f"Source: {source}" for source in case.sources]
    return "\n".join(lines)


def _wrapped(line: str, indent: int) -> str:
    """The line in at most 100 columns, what runs over set in by two more."""
    first, rest = " " * indent, " " * (indent + 2)
    return fill(line, 100, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def verdict(result: Result) -> str:
    """What the returns come to, as the sentence that follows the figures."""
    answer = result.answer
    others = ", whatever the others say" if answer.outstanding else ""
    match answer.outcome:
        case Outcome.OPEN_SELECTION if answer.outstanding:
            return f"That is certain to be enough for an open selection{others}."
        case Outcome.OPEN_SELECTION:
            return "That is enough: an open selection follows."
        case Outcome.RESELECTED if answer.outstanding:
            return f"That cannot become enough: the sitting representative is reselected{others}."
        case Outcome.RESELECTED:
            return "That is not enough: the sitting representative is reselected."
        case Outcome.UNDETERMINED:
            return _open_verdict(result)


def _open_verdict(result: Result) -> str:
    by_reading = result.answer.by_reading
    if not hangs_on_readings(by_reading):
        return "It is not certain yet: returns still outstanding could decide it."
    if any(one.outcome is Outcome.UNDETERMINED for one in by_reading):
        return (
            "It is not certain yet: it depends on returns still outstanding, and on how the "
            "rulebook is read where no source settles it."
        )
    return "What follows is undetermined: no source settles how the rulebook is to be read here."


def _result(case: Case, result: Result) -> Iterator[str]:
    head = result.rulebook.rules.rulebook
    label = {
        "unofficial reconstruction": "an unofficial reconstruction",
        "model": "a model",
        "adopted": "as adopted",
    }[head.label]
    yield f"Under {head.id} ({head.title}; {label})"
    first = opening(result.trigger, by_pool(result.trigger, case.tallies()), case.unit_tie)
    yield _wrapped(f"{first} {verdict(result)}", 2)
    answer = result.answer
    yield (
        f"  Outcome: {answer.outcome}. Certain: {'yes' if answer.certain else 'no'}. "
        f"Settled: {'yes' if answer.settled else 'no'}."
    )
    for line in _closed(case, result):
        yield _wrapped(line, 2)
    for title, lines in (
        ("Shares for an open selection", _shares(case, result)),
        ("Readings", _readings(result)),
        ("Still open", _changes(case, result)),
        ("Why", _why(result)),
    ):
        body = [_wrapped(line, 4) for line in lines]
        if body:
            yield f"  {title}"
            yield from body


def _closed(case: Case, result: Result) -> Iterator[str]:
    """Which units a closed case leaves out, and whether that matters where the case does not say that it is closed."""
    names = {pool.units: name for name, pool in result.trigger.pools.items()}
    who = [
        f"{spelt(number)} of {spelt(case.units[kind])} {units(result.trigger, names[kind], case.units[kind])}"
        for kind, number in case.left_out.items()
    ]
    verb = "leaves" if sum(case.left_out.values()) == 1 else "leave"
    left = f"{listed(who)} made no return and {verb} the base." if who else ""
    unknown = set(names) - set(case.units) - set(case.unpublished)
    if left and case.closed_said:
        yield f"The case is closed: {left}"
    elif case.closed and not case.closed_said and (left or unknown):
        could = decide_case(replace(case, closed=False), result.rulebook).answer
        same = could.outcome is result.answer.outcome
        then = "the outcome would be the same" if same else "it would not be certain"
        if could.deciders and not result.answer.certain:
            then = "they could decide it"
        yield (
            "The case does not say closed = false, so it counts as closed: "
            f"{left or 'units that are not listed leave the base.'} If they could still report, {then}."
        )


def _shares(case: Case, result: Result) -> Iterator[str]:
    answer, tallies = result.answer, by_pool(result.trigger, case.tallies())
    for name, share in answer.shares.items():
        awaited = ""
        if name in answer.floor:
            floor = answer.floor[name]
            least = f"at least {fraction_text(floor)}" if floor else "with no floor above zero"
            awaited = f" so far, {least}"
        yield f"{name}: {share_text(share)} of {_base(case, result, name)}{awaited}"
    for name in tallies:
        if name not in answer.shares:
            yield f"{name}: {_no_share(result, name)}"
    if answer.combined is not None:
        weighed = result.trigger.decision.aggregate.weights is not None
        of = "of the college, the pools weighed" if weighed else "of the valid returns of all pools"
        awaited = " so far" if answer.outstanding else ""
        yield f"together: {share_text(answer.combined)} {of}{awaited}"


def _base(case: Case, result: Result, name: str) -> str:
    """The denominator, named: how many valid returns, where that does not hang on a reading of ties."""
    pool = by_pool(result.trigger, case.tallies())[name]
    policy = case.unit_tie or result.trigger.decision.unit_tie.value
    if policy == "unsettled" and pool.tie:
        return "its valid returns"
    tie = "abstain" if policy == "unsettled" else policy
    return plural(valid_returns(pool, tie).base, "valid return", "valid returns")


def _no_share(result: Result, name: str) -> str:
    if any(name in one.shares for one in result.answer.by_reading):
        return "no one share, because the readings differ"
    awaited = " so far" if name in result.answer.outstanding else ""
    return f"no share, because there is no valid return{awaited}"


def _readings(result: Result) -> Iterator[str]:
    for one in result.answer.by_reading:
        figures = [f"{name} {fraction_text(share)}" for name, share in one.shares.items()]
        figures += [f"together {fraction_text(one.combined)}"] if one.combined is not None else []
        shares = f" ({', '.join(figures)})" if figures else ""
        yield f"If {reading_words(one.readings)}: {outcome_words(one.outcome)}{shares}."


def _changes(case: Case, result: Result) -> Iterator[str]:
    answer = result.answer
    for name, number in answer.outstanding.items():
        yield _awaited(case, result, name, number)
    for decider in answer.deciders:
        yield _decides(result, decider)
    for one in answer.reinstating:
        yield _back(case, result, one)
    if len(answer.reinstating) > 1 or any(one.number > 1 for one in answer.reinstating):
        again = answer.if_reinstated
        if again is not None:
            yield f"With every voided return reinstated: {outcome_words(again.outcome)}."
    if answer.certain and not answer.settled and not case.closed:
        yield "Returns can still be contested: voiding some that stand could change the outcome."


def _awaited(case: Case, result: Result, name: str, number: int | None) -> str:
    many = units(result.trigger, name, 2 if number is None else number)
    who = f"an unknown number of {many}" if number is None else f"{spelt(number)} {many}"
    if result.trigger.pools[name].units in case.unpublished:
        return sentence(f"the returns of {who} are not published")
    return sentence(f"{who} may still report")


def _decides(result: Result, decider: Decider) -> str:
    side = "an open selection" if decider.outcome is Outcome.OPEN_SELECTION else "reselection"
    needed = [
        f"{spelt(number)} more {units(result.trigger, name, number)}"
        for name, number in decider.needed.items()
    ]
    one = sum(decider.needed.values()) == 1
    return sentence(f"{listed(needed)} for {side} {'decides' if one else 'decide'} it")


def _back(case: Case, result: Result, one: Reinstatement) -> str:
    names = voided_units(case, result.trigger, one.pool, one.stood)
    many = units(result.trigger, one.pool, one.number)
    if one.number == 1:
        who = f"the voided return of {names[0] if names else f'one {many}'}"
    else:
        listing = f" ({', '.join(names)})" if names else ""
        who = f"one of {plural(one.number, 'voided return', 'voided returns')} of {many}{listing}"
    said = f"which said {one.stood}" if one.stood is not None else "whose answer is not known"
    shares = [f"{name} {fraction_text(share)}" for name, share in one.finding.shares.items()]
    figures = f" ({', '.join(shares)})" if shares else ""
    return sentence(f"reinstating {who}, {said}: {outcome_words(one.finding.outcome)}{figures}")


def _why(result: Result) -> Iterator[str]:
    for step in result.answer.reasoning:
        yield f"{step.says} [{step.citation}]"
    for citation, words in texts(result).items():
        yield f"{sentence(citation)[:-1]}, in our words: {words}"


def compare(results: Sequence[Result]) -> tuple[str, ...]:
    """Where and why the first rulebook and each of the others part, or that they agree."""
    first, *others = results
    tests = [f"{_id(result)}: {rule_sentence(result.trigger)}" for result in results]
    return (*tests, *(_parting(first, other) for other in others))


def _parting(first: Result, other: Result) -> str:
    same = first.answer.outcome is other.answer.outcome
    if same:
        return f"{_id(first)} and {_id(other)} agree: {outcome_words(first.answer.outcome)}."
    return (
        f"{_id(first)} and {_id(other)} part: {outcome_words(first.answer.outcome)} under the "
        f"first, {outcome_words(other.answer.outcome)} under the second, because "
        f"{_reason(first)}, while {_reason(other)}."
    )


def _reason(result: Result) -> str:
    answer, aggregate = result.answer, result.trigger.decision.aggregate
    figures = [f"{name} {fraction_text(share)}" for name, share in answer.shares.items()]
    shares = listed(figures) if figures else "no share"
    together = fraction_text(answer.combined) if answer.combined is not None else "no one figure"
    awaited = " so far, with returns outstanding" if answer.outstanding else ""
    match aggregate.value:
        case "pooled-majority":
            return f"{_id(result)} merges all units ({together} for an open selection{awaited})"
        case "weighted-college":
            return f"{_id(result)} weighs the pools ({together} for an open selection{awaited})"
        case "either-pool":
            return f"{_id(result)} lets any one pool suffice ({shares}{awaited})"
        case "all-pools":
            return f"{_id(result)} needs every pool ({shares}{awaited})"


def _id(result: Result) -> str:
    return result.rulebook.id
