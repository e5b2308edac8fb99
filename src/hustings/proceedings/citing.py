"""How a refusal names the rule that it rests on."""

from hustings.kernel.refusals import Refused
from hustings.rulebooks.values import Cited

THE_ORDER = "the order of the procedure"
"""What a refusal cites when it rests on no clause but on the order of the stages itself."""

THE_RECORD = "the record"
"""What a refusal cites when the record already says something else."""

NO_RULE = frozenset(
    {
        *(THE_ORDER, THE_RECORD, "the order", "the frozen roll of electors"),
        *("keys", "signatures", "who acts", "consent", "conflict of interest", "evidence"),
        "letters",
    }
)
"""What refusals cite that rest on no rule of a rulebook: for programs and logs; a page has nothing to link there."""


def unsettled(rule: Cited, what: str) -> Refused:
    """A refusal until a competent body has adopted a reading; ``what`` is the thing that nobody settles."""
    return refused(
        "reading-unsettled",
        rule,
        f"{what} is not settled by any source; a competent body adopts a reading first.",
    )


def refused(code: str, rule: Cited | str, because: str) -> Refused:
    """A refusal that cites a rule of the rulebook, or the order of the procedure itself."""
    cited = rule if isinstance(rule, str) else str(rule.citation)
    return Refused(code, cited, because)
