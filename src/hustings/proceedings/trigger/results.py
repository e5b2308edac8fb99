"""A case under one rulebook: the answer with the rulebook that gave it, and the same as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.exact import fraction_text
from hustings.kernel.refusals import BadInput, Problem
from hustings.proceedings.trigger.answer import TriggerAnswer, decide_returns
from hustings.proceedings.trigger.case import Case
from hustings.proceedings.trigger.readings import ByReading, Finding
from hustings.rulebooks.deciding_stages import Trigger
from hustings.rulebooks.loader import Rulebook, load, shipped

PROCEDURES = {
    "unit-trigger": "a trigger ballot of units",
    "body-readoption": "readoption by a body",
    "petition": "a petition",
}
ARITHMETIC = "Arithmetic on published returns; it says nothing about any person."


@dataclass(frozen=True, slots=True)
class Result:
    """What one rulebook makes of a case."""

    rulebook: Rulebook
    trigger: Trigger
    answer: TriggerAnswer


def decide_case(case: Case, rulebook: Rulebook) -> Result:
    """Decide a case under a rulebook; raise ``BadInput`` where the rulebook cannot decide it."""
    trigger = rulebook.rules.trigger
    if trigger is None:
        what = (
            f"the rulebook {rulebook.id} has no trigger ballot of units "
            f"(its procedure is {PROCEDURES[rulebook.rules.rulebook.procedure]}), so it cannot decide returns."
        )
        others = [id_ for id_ in shipped() if load(id_).rules.trigger is not None]
        raise _not_under(case, rulebook, what, f"one of {', '.join(others)}")
    counted = {pool.units for pool in trigger.pools.values()}
    named = [made.kind for made in case.returns] + list(case.units) + list(case.unpublished)
    for kind in named:
        if kind not in counted:
            what = f"the rulebook {rulebook.id} has no pool of units of the kind {kind}."
            raise _not_under(case, rulebook, what)
    answer = decide_returns(trigger, case.tallies(), unit_tie=case.unit_tie, closed=case.closed)
    return Result(rulebook, trigger, answer)


def _not_under(case: Case, rulebook: Rulebook, what: str, right: str = "") -> BadInput:
    """A case that a rulebook cannot decide; told at the case's own line where it is the case's own rulebook."""
    if rulebook.id == case.rulebook:
        return BadInput(Problem(case.file, case.rulebook_line, "[case] rulebook", what, right))
    return BadInput(Problem(case.file, None, "", what, right))


def ground_words(rulebook: Rulebook, citation: Citation) -> str:
    """What the cited clause, source or reading says, in the rulebook's own words; empty where it has none."""
    if citation.ground is Ground.READING:
        reading = rulebook.readings.get(int(citation.reference))
        return reading.reads if reading is not None else ""
    clause = rulebook.clauses.get(citation.reference)
    return " ".join(clause.text.split()) if clause is not None else ""


def as_json(
    case: Case, results: Sequence[Result], comparison: Sequence[str] = ()
) -> dict[str, object]:
    """The whole answer as JSON values, every fraction in lowest terms."""
    whole: dict[str, object] = {
        "case": case.id,
        "results": [_result(case, result) for result in results],
    }
    if comparison:
        whole["comparison"] = list(comparison)
    if not case.is_constructed:
        whole["note"] = ARITHMETIC
    return whole


def _result(case: Case, result: Result) -> dict[str, object]:
    answer = result.answer
    again = answer.if_reinstated
    return {
        "rulebook": result.rulebook.id,
        "label": result.rulebook.rules.rulebook.label,
        "outcome": str(answer.outcome),
        "certain": answer.certain,
        "settled": answer.settled,
        "shares": _shares(answer.shares),
        "combined": _share(answer.combined),
        "floor": _shares(answer.floor),
        "if_reinstated": _finding(again) if again is not None else None,
        "reinstating": [
            {
                "pool": one.pool,
                "units": list(voided_units(case, result.trigger, one.pool, one.stood)),
                "stood": one.stood,
                "number": one.number,
                **_finding(one.finding),
            }
            for one in answer.reinstating
        ],
        "outstanding": answer.outstanding,
        "deciders": [
            {"outcome": str(one.outcome), "answer": str(one.answer), "needed": one.needed}
            for one in answer.deciders
        ],
        "by_reading": [{"readings": one.readings, **_finding(one)} for one in answer.by_reading],
        "clauses": [
            {
                "citation": step.citation.reference,
                "ground": str(step.citation.ground),
                "says": step.says,
            }
            for step in answer.reasoning
        ],
        "texts": texts(result),
    }


def texts(result: Result) -> dict[str, str]:
    """What the clauses and readings cited in the reasoning say, in the rulebook's own words."""
    cited = dict.fromkeys(step.citation for step in result.answer.reasoning)
    words = {c: ground_words(result.rulebook, c) for c in cited if c.ground is not Ground.SOURCE}
    return {str(citation): text for citation, text in words.items() if text}


def voided_units(case: Case, trigger: Trigger, pool: str, stood: str | None) -> tuple[str, ...]:
    """The names of the units in a pool whose voided return said ``stood``, where they are known."""
    kind = trigger.pools[pool].units
    return tuple(
        made.unit
        for made in case.returns
        if made.unit is not None and (made.kind, made.answer, made.stood) == (kind, "void", stood)
    )


def _finding(finding: Finding | ByReading) -> dict[str, object]:
    return {
        "outcome": str(finding.outcome),
        "shares": _shares(finding.shares),
        "combined": _share(finding.combined),
    }


def _shares(shares: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: fraction_text(share) for name, share in shares.items()}


def _share(share: Fraction | None) -> str | None:
    return None if share is None else fraction_text(share)
