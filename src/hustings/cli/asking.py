"""Asking a witness that takes checkpoints (C2SP tlog-witness, add-checkpoint) to sign the newest one."""

from hustings.cli.witness_site import Answer, answer_of, because
from hustings.conduct import clock
from hustings.conduct.witnessing import LogIsSmaller, sent_back, to_show
from hustings.kernel.refusals import Refused
from hustings.store.models import Witness

SPECIFICATION = "C2SP tlog-witness"
MEANS = {
    403: "it does not know this log's key; give it the key in the trust file.",
    404: "it does not know this log; have its operator list it, by the name and key in the trust file.",
    409: "it has signed another history of this log. Ask its operator what it saw.",
    422: "it does not see that the log continues what it signed. Ask its operator what it saw.",
}
"""What a witness says with its status, as the specification has it."""


def ask_witness(one: Witness, known: int) -> str | Refused:
    """Send what follows the ``known`` entries that the witness cosigned last, and keep the line that comes back.

    A witness that has signed more than is known here says so (409), and is asked again from there.
    """
    size, body = to_show(one.organisation, known)
    if size == known:
        return f"{size} entries, cosigned before"
    answer = answer_of(f"{one.address}/add-checkpoint", body)
    if answer.status == 409:
        signed = _size_in(answer)
        if signed is None:
            return _no("it says 409, and not what it signed last.")
        try:
            size, body = to_show(one.organisation, signed)
        except LogIsSmaller as smaller:
            return _no(f"it has signed more than there is. {smaller}")
        answer = answer_of(f"{one.address}/add-checkpoint", body)
    if answer.status != 200:
        return _no(MEANS.get(answer.status) or because(answer))
    taken = sent_back(one, size, answer.body, clock.now())
    if isinstance(taken, Refused):
        return taken
    return f"cosigned {taken.size} entries"


def _size_in(answer: Answer) -> int | None:
    number = answer.body.removesuffix(b"\n")
    return int(number) if number.isdigit() and len(number) <= 16 else None


def _no(what: str) -> Refused:
    return Refused("not-signed", SPECIFICATION, what)
