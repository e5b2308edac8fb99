"""Tell a count in sentences: what happened in each round, and why somebody was or was not elected.

Every figure comes from the transcript; nothing is counted again here.
"""

from hustings.counting import telling_majority, telling_quota
from hustings.counting.phrases import IN_PER_CENT, counted, votes_of
from hustings.counting.registry import LAWS, Takes
from hustings.counting.transcript import Round, Transcript
from hustings.kernel.refusals import BadInput, Problem


def round_sentences(transcript: Transcript, round: Round) -> tuple[str, ...]:
    """What happened in one round."""
    if transcript.law in telling_majority.LAWS:
        return telling_majority.sentences_of(transcript, round)
    return telling_quota.sentences_of(transcript, round)


def explain(transcript: Transcript, name: str) -> tuple[str, ...]:
    """Why ``name`` was elected, excluded or not elected; ``BadInput`` for a name not on the paper."""
    if name not in transcript.candidates:
        right = ", ".join(transcript.candidates[:12])
        raise BadInput(Problem("papers", None, "why", f"{name!r} is not a candidate here", right))
    candidate = transcript.candidates.index(name)
    if candidate in transcript.withdrawn:
        return (_withdrawn(transcript, name),)
    first = transcript.rounds[0]
    votes = counted(first.votes[candidate], "first preference")
    told = f"{name} had {votes} among {counted(first.continuing, 'paper')} in play."
    if transcript.law in IN_PER_CENT:
        of = "the first preferences" if transcript.law == "electoral-college" else "the whole"
        told = f"{name} had {votes_of(transcript, first.votes[candidate])} of {of}."
    if transcript.law in telling_quota.ASKING:
        return (*telling_quota.story_of(transcript, candidate),)
    if transcript.law not in telling_majority.LAWS:
        return (told, *telling_quota.story_of(transcript, candidate))
    return (told, *telling_majority.story_of(transcript, candidate))


def _withdrawn(transcript: Transcript, name: str) -> str:
    takes = LAWS[transcript.law].takes
    if transcript.law in {"plurality", "card-vote"} or takes is Takes.MARKS:
        return (
            f"{name} withdrew after the papers went out; papers marked for {name} count for nobody."
        )
    if takes in {Takes.NUMBERS, Takes.GRADES}:
        return f"{name} withdrew after the papers went out, and is passed over on every paper."
    return (
        f"{name} withdrew after the papers went out; "
        f"papers for {name} counted for the next preference that they show."
    )
