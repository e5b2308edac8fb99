"""Where a seat stands for a person: who contends, who is barred, and where a seat goes that has to wait."""

from dataclasses import replace

from hustings.proceedings.stages import Answer, Stage
from hustings.proceedings.state import Selection


def contenders(state: Selection) -> frozenset[str]:
    """The sitting representative while they stand, and every applicant who has not withdrawn."""
    holder = {state.holder or ""} if holder_stands(state) else set[str]()
    return frozenset(holder | {a.person for a in state.applicants if not a.withdrawn})


def holder_stands(state: Selection) -> bool:
    """Whether the seat has a holder who has not said no."""
    return state.representative is not None and state.intention.answer is not Answer.NO


def is_barred(state: Selection, person: str | None) -> bool:
    """Whether an open case keeps a person from being selected: one open case is enough."""
    return person is not None and person == state.holder and state.intention.suspended


def connected(state: Selection, person: str) -> bool:
    """Whether a person contends, or has declared a connection with somebody who does."""
    contending = contenders(state)
    return person in contending or any(
        one == person and contender in contending for one, contender in state.conflicts
    )


def go_to(state: Selection, stage: Stage) -> Selection:
    """The seat in ``stage``; while its holder is suspended it waits, and goes there afterwards."""
    if state.intention.suspended and stage not in (Stage.PANEL, Stage.CANCELLED):
        return replace(state, stage=Stage.WAITING, resumes_at=stage)
    return replace(state, stage=stage, resumes_at=None)


def wait(state: Selection) -> Selection:
    """The seat waits for the competent body; where it stood is remembered once."""
    stood = state.resumes_at if state.stage is Stage.WAITING else state.stage
    return replace(state, stage=Stage.WAITING, resumes_at=stood)


def wait_for_a_decision(state: Selection) -> Selection:
    """The seat waits, and nothing that it stood in before is left to go on with."""
    return replace(state, stage=Stage.WAITING, resumes_at=None)


def without_outcome(state: Selection) -> Selection:
    """The state before there was an outcome, its history apart."""
    return replace(state, outcome=None, candidate=None, outcome_at=None, outcome_number=None)


def without_selection(state: Selection) -> Selection:
    """The state before anybody applied."""
    return replace(
        state, applicants=(), nominations=(), panel=(), shortlisted_at=None, hustings_at=None,
        ballot=None, count=None, recount_ordered=False,
    )  # fmt: skip


def appeals_left_behind(state: Selection, by: int | None = None) -> Selection:
    """Open appeals fall with the outcome that they were made against."""
    return replace(
        state,
        appeals=tuple(
            a if a.decided else replace(a, decided=True, decided_by=by) for a in state.appeals
        ),
    )


def votes_sealed(state: Selection) -> Selection:
    """Votes cast are sealed and void, never counted."""
    if state.ballot is None:
        return state
    return replace(state, ballot=replace(state.ballot, void=True))
