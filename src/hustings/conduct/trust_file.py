"""The trust file of the record: the lines that never change, which notices print, and those that grow with the log."""

from base64 import b64encode

from hustings.conduct.founding import register_of
from hustings.conduct.published import NotPublishedYet
from hustings.record.signing import public_text
from hustings.record.vouching import Vouched, quorum
from hustings.store import checkpoints
from hustings.store.models import Organisation


def fixed_lines(organisation: Organisation) -> tuple[str, ...]:
    """The lines of the trust file that stand as the founding made them: to be compared with a notice that prints them.

    The organisation, the log's name and key, and the keys of those who may register others; none before a founding.
    """
    founding = register_of(organisation).founding
    if founding is None:
        return ()
    keys = ", ".join(f'"{public_text(one.public)}"' for one in founding.authorities)
    return (f'organisation = "{founding.slug}"', f'key = "{founding.log}"', f"keys = [{keys}]")


def trust_text(organisation: Organisation) -> str:
    """The trust file of this record; it proves something only where its fixed lines are known from elsewhere.

    It stands by the last checkpoint that a quorum of the witnesses it names cosigned, and changes only when they
    cosign another.
    """
    fixed = fixed_lines(organisation)
    vouched = checkpoints.vouched(organisation)
    newest = (
        checkpoints.latest(organisation)
        if vouched is None
        else checkpoints.of_size(organisation, vouched.size)
    )
    if not fixed or newest is None:
        raise NotPublishedYet("The organisation has no founding or no checkpoint yet.")
    slug, log_key, authorities = fixed
    root = b64encode(bytes(newest.root)).decode()
    return (
        "# Whom to trust for this record. A file that comes from the same place as the bundle proves nothing\n"
        "# alone. The three lines that follow never change: compare each, letter by letter, with a notice of\n"
        "# the dates that prints them.\n"
        f"{slug}\n\n"
        f"[log]\n{log_key}\n\n"
        f"[authorities]\n{authorities}\n\n"
        "# What follows changes as the record grows, and stands on no notice.\n"
        f"{'' if vouched is None else _witnesses(vouched)}"
        f'[checkpoint]\nsize = {newest.size}\nroot = "{root}"\n'
    )


def _witnesses(vouched: Vouched) -> str:
    """The witnesses that vouch, and how many of them a reader should insist on."""
    listed = ", ".join(f'"{key}"' for key in sorted(vouched.witnesses))
    return f"[witnesses]\nkeys = [{listed}]\nquorum = {quorum(len(vouched.witnesses))}\n\n"
