"""What the verifier found of one seat, in words: its state, what it came to, and how its trigger ballot stands."""

from typing import Any, cast

Found = dict[str, Any]
_RETURNS = {
    "open-selection": "an open selection",
    "reselected": "the sitting representative is reselected",
}


def seat_lines(name: str, outcome: Found) -> list[str]:
    """The lines about one proceeding, its name and state first."""
    from hustings.proceedings.stages import Stage

    lines = [f"{name}: {Stage(outcome['state']).said}"]
    if isinstance(outcome["result"], dict):
        result = cast("Found", outcome["result"])
        lines += _result(result)
        lines += _standing(result["standing"]) if "standing" in result else []
    return lines


def _result(result: Found) -> list[str]:
    from hustings.proceedings.stages import Outcome
    from hustings.proceedings.telling import OUTCOMES

    lines = [f"  seat: {result['seat']}", f"  rulebook: {result['rulebook']}"]
    if result["outcome"] is not None:
        lines.append(f"  outcome: {OUTCOMES[Outcome(result['outcome'])]}")
    for key in ("elected", "candidate"):
        if result[key] is not None:
            named = result["candidate_name"] if result[key] == result["candidate"] else None
            lines.append(f"  {key}: {_person(result[key], named)}")
    trigger = result["trigger"]
    if trigger is not None:
        words = _RETURNS.get(trigger["outcome"], trigger["outcome"])
        lines.append(f"  trigger ballot: {words} (share for an open selection: {_shares(trigger)})")
    return lines


def _person(reference: str, name: str | None) -> str:
    if name is None:
        return f"{reference} on the record; the name is not opened here"
    return f"{name} ({reference} on the record)"


def _shares(trigger: Found) -> str:
    shares = [f"{pool} {share}" for pool, share in trigger["shares"].items()]
    if trigger["combined"] is not None:
        shares.insert(0, f"{trigger['combined']} together")
    return ", ".join(shares) or "none, as there is no valid return"


def _standing(standing: Found) -> list[str]:
    lines = [f"  trigger ballot: not decided yet. At the last entry, {standing['at']}:"]
    lines += [f"    {pool}: {_so_far(standing, pool)}" for pool in standing["pools"]]
    if standing["combined"] is not None:
        lines.append(f"    together: {standing['combined']} for an open selection")
    return [*lines, f"    {_certainty(standing)}"]


def _so_far(standing: Found, pool: str) -> str:
    counts = standing["pools"][pool]
    reported = f"{counts['reported']} of {counts['units']} units reported"
    awaited = f", {counts['outstanding']} may still report" if counts["outstanding"] else ""
    if pool in standing["shares"]:
        share = f"{standing['shares'][pool]} of the valid returns for an open selection"
    elif counts["reported"]:
        share = "no share that every reading of the rulebook agrees on"
    else:
        share = "no share"
    floor = standing["floor"].get(pool)
    least = f"; at least {floor} in the end" if floor is not None else ""
    return f"{reported}{awaited}; {share}{least}"


def _certainty(standing: Found) -> str:
    if not standing["certain"]:
        return "It is not certain what follows."
    return f"It is certain what follows: {_RETURNS[standing['outcome']]}."
