"""The office sets a box up from what scrutineer and trustees made apart, once everything fits together."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from hustings.ballots.secret.credentials import random_text
from hustings.ballots.secret.declarations import Declaration, declaration_in
from hustings.ballots.secret.groups.named import group_named
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.making.ceremony import key_of
from hustings.ballots.secret.messages.election import (
    RankedQuestion,
    election_bytes,
    read_election,
)
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.trustees import Pedersen, read_trustees
from hustings.conduct.boxing import Declared, SetupFiles, prepare
from hustings.conduct.checking import ON_A_PAGE, Checking
from hustings.conduct.polling import THE_BALLOT
from hustings.conduct.reading import read_seat, the_organisation
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import BadInput, Refused
from hustings.kernel.sharing import WorkLost
from hustings.proceedings.entry import Given
from hustings.proceedings.member_ballot import on_the_paper
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.online_ballot import online_rules, refuse_box
from hustings.proceedings.values import Visibility
from hustings.rulebooks.selecting_stages import OnlineBallot
from hustings.store.models import Person
from hustings.verifier.belenios.following import Followed, follow_archive
from hustings.verifier.belenios.stages import Stage

GROUPS = ("Ed25519", "RFC-3526-2048")
QUESTION = "Number the candidates in the order of your choice."


@dataclass(frozen=True, slots=True)
class Evidence:
    """The scrutineer's declaration, the trustees' rehearsal, and the hash of the voter's program."""

    declared: bytes
    rehearsal: bytes
    booth: str


@dataclass(frozen=True, slots=True)
class MadeApart:
    """The trustees' public keys and the public credentials, in the group that the office chose."""

    group: str
    trustees: bytes
    credentials: bytes


# --- the contest's file ---------------------------------------------------------------------------------


def contest_file(seat: Seat, rules: OnlineBallot, group: str) -> str:
    """The contest's file with a new election id, for scrutineer and trustees: they begin from the same one."""
    said = {
        "uuid": random_text(14, secrets.randbelow),
        "group": group,
        "name": seat.state.seat,
        "replacement": rules.replacement.value == "last-counts",
        "minimum": rules.at_least_electors.value,
    }
    question = {"kind": "rank", "question": QUESTION, "answers": list(paper_of(seat))}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in said.items()]
    lines += ["", "[[question]]"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in question.items()]
    return "\n".join(lines) + "\n"


def paper_of(seat: Seat) -> tuple[str, ...]:
    """The names that are ranked, in the order of the shortlist."""
    names = _names(seat)
    return tuple(names.get(one, one) for one in on_the_paper(seat.state))


def _names(seat: Seat) -> dict[str, str]:
    """Names of persons by their references: those of the list of persons, and those that the record opens."""
    persons = Person.objects.filter(organisation=the_organisation())
    return {**{one.reference: str(one) for one in persons}, **seat.names()}


def rules_of(seat: Seat, now: datetime) -> OnlineBallot | Refused:
    """The rules for a ballot online; refused where there are none, or too few electors for one."""
    given = Given(seat.state, seat.rulebook, now)
    rules = online_rules(given)
    if isinstance(rules, Refused):
        return rules
    roll = seat.state.roll
    if not on_the_paper(seat.state):
        return Refused("no-shortlist", THE_BALLOT, "The shortlist is made first.")
    if roll is None:
        return Refused("no-roll", THE_BALLOT, "The roll of electors is frozen first.")
    if roll.electors is not None and roll.electors < rules.at_least_electors.value:
        because = (
            f"A secret ballot online needs at least {rules.at_least_electors.value} electors to hide "
            f"among, and {roll.electors} are on the frozen roll. Members vote on paper."
        )
        return Refused("too-few-electors", str(rules.at_least_electors.citation), because)
    return rules


# --- setting up -----------------------------------------------------------------------------------------


def set_up_made_apart(
    proceeding: str,
    made: MadeApart,
    evidence: Evidence,
    *,
    now: datetime,
    checking: Checking = ON_A_PAGE,
) -> OnlineBox | Refused:
    """Write the election around what was made apart, and set its box up."""
    seat = read_seat(the_organisation(), proceeding, Visibility.PARTIES)
    rules = online_rules(Given(seat.state, seat.rulebook, now))
    declared = _declaration(evidence)
    if isinstance(rules, Refused):
        return rules
    if isinstance(declared, Refused):
        return declared
    if made.group not in GROUPS:
        return _no("other-group", f"The group is {GROUPS[0]} or {GROUPS[1]}.")
    group = group_named(made.group)
    try:
        key = group.identity
        for one in read_trustees(Reader(group), made.trustees):
            own = key_of(one, group) if isinstance(one, Pedersen) else one.key.public_key
            key = group.mul(key, own)
        election = election_bytes(
            group=group,
            name=seat.state.seat,
            description="",
            public_key=key,
            questions=(RankedQuestion(QUESTION, paper_of(seat)),),
            uuid=declared.uuid,
            replacement=rules.replacement.value == "last-counts",
        )
    except Exception as problem:  # noqa: BLE001 (nothing in the file is proved yet: whatever it trips)
        return _no(
            "setup-not-sound", f"These are not trustees in the group {group.name}: {problem}."
        )
    files = SetupFiles(election, made.trustees, made.credentials)
    return set_up(proceeding, files, evidence, now=now, checking=checking)


def set_up(
    proceeding: str,
    files: SetupFiles,
    evidence: Evidence,
    *,
    now: datetime | None = None,
    checking: Checking = ON_A_PAGE,
) -> OnlineBox | Refused:
    """Keep a box once its credentials are those declared, its trustees have rehearsed, and the rules would open it."""
    declared = _declaration(evidence)
    if isinstance(declared, Refused):
        return declared
    try:
        uuid = read_election(files.election).uuid
    except ValueError as problem:
        return _no("setup-not-sound", f"The election cannot be set up: {problem}.")
    rehearsed = _rehearsed(evidence.rehearsal, files.trustees, uuid, checking)
    if isinstance(rehearsed, Refused):
        return rehearsed
    no = _other_credentials(declared, uuid, files.credentials)
    if no is not None:
        return no
    said = Declared(
        declared.spares,
        rehearsed.chain.last or "",
        evidence.booth,
        hex_hash(evidence.declared),
    )
    prepared = prepare(proceeding, files, said, now=now)
    if isinstance(prepared, Refused):
        return prepared
    if prepared.box.electors != declared.electors:
        return _no(
            "credentials-do-not-fit",
            "There are not as many credentials as electors and spares were declared.",
        )
    return refuse_box(prepared.box, prepared.given, on_paper=True) or prepared.keep()


def _declaration(evidence: Evidence) -> Declaration | Refused:
    try:
        return declaration_in(evidence.declared, "The declaration")
    except BadInput as bad:
        return _no("declaration-unreadable", f"The declaration {bad.problems[0].what}")


def _other_credentials(declared: Declaration, uuid: str, credentials: bytes) -> Refused | None:
    if declared.uuid != uuid:
        return _no(
            "other-election",
            "The codes were made for another election; ask the scrutineer for this one's.",
        )
    if declared.credentials != hex_hash(credentials):
        return _no(
            "other-credentials", "The credentials are not those that the scrutineer declared."
        )
    return None


def _rehearsed(
    archive: bytes, trustees: bytes, uuid: str, checking: Checking
) -> Followed | Refused:
    """The rehearsal: an election of its own, by these trustees, sound, and opened to its result."""
    large = checking.too_large(archive, "hustings box set-up")
    if large is not None:
        return large
    try:
        found = checking.run(follow_archive, archive)
    except WorkLost:
        raise
    except Exception as problem:  # noqa: BLE001 (as of every archive from elsewhere)
        return _no("rehearsal-not-sound", f"The rehearsal was not taken: {problem}.")
    if found.machine.setup.election.uuid == uuid:
        return _no("rehearsal-not-sound", "A rehearsal has an election id of its own.")
    if found.stage is not Stage.RESULT:
        because = f"The rehearsal is {found.stage.value}; the trustees open its result first."
        return _no("rehearsal-not-ended", because)
    if found.chain.links[0].data[1] != trustees:
        return _no("other-trustees", "Other trustees have rehearsed than those who hold this key.")
    return found


def _no(code: str, because: str) -> Refused:
    return Refused(code, THE_BALLOT, because)
