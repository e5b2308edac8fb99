"""A box is set up from what scrutineer and trustees made elsewhere, closed to its tally, and given its result."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

from django.db import IntegrityError, transaction

from hustings.ballots.secret.archive import (
    EventType,
    SetupPayload,
    data_entry,
    opening_entry,
    tar_entry,
)
from hustings.ballots.secret.checks.equations import PlainEngine
from hustings.ballots.secret.checks.trustees import holders_of, needed_of
from hustings.ballots.secret.groups.group import Group
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.election import Election, RankedQuestion, read_election
from hustings.ballots.secret.messages.spelling import Reader
from hustings.ballots.secret.messages.trustees import (
    PublicCredential,
    Trustees,
    credentials_bytes,
    read_credentials,
    read_trustees,
    trustees_bytes,
)
from hustings.conduct import clock
from hustings.conduct.polling import THE_BALLOT
from hustings.conduct.reading import read_seat, the_organisation
from hustings.conduct.seats import Seat
from hustings.conduct.sound_ballots import election_of, event_record
from hustings.kernel.refusals import CheckFailed, Refused
from hustings.proceedings.entry import Entry, Given
from hustings.proceedings.held_online import called_as_another
from hustings.proceedings.member_ballot import NOBODY, BallotOpened, on_the_paper
from hustings.proceedings.online import OnlineBox
from hustings.proceedings.online_ballot import online_rules
from hustings.rulebooks.selecting_stages import OnlineBallot
from hustings.store import boxes
from hustings.store.boxes import LastEvent, Record
from hustings.store.models import Box
from hustings.verifier.belenios.setup import check_setup


@dataclass(frozen=True, slots=True)
class SetupFiles:
    """What scrutineer and trustees hand in, byte for byte: the election, its trustees, its public credentials."""

    election: bytes
    trustees: bytes
    credentials: bytes


@dataclass(frozen=True, slots=True)
class Declared:
    """What the office declares with the files: spare credentials, the trustees' rehearsal, the voter's program.

    ``declaration``: SHA-256 of what the scrutineer declared.
    """

    spares: int
    rehearsal: str
    booth: str
    declaration: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    election: Election
    trustees: Trustees
    credentials: tuple[PublicCredential, ...]


SET_UP_ALREADY = Refused(
    "set-up-already", THE_BALLOT, "There is a box for this election already; make a new election."
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A box that could be kept: what the opening will say of it, and the files behind that."""

    proceeding: str
    given: Given
    box: OnlineBox
    files: SetupFiles
    read: _Read

    def keep(self) -> OnlineBox | Refused:
        """Keep it; no ballot enters before the office has opened the members' ballot with it."""
        group = self.read.election.group
        public = ((group.text(one.key), one.weight or 1) for one in self.read.credentials)
        try:
            boxes.make_box(
                the_organisation(), self.proceeding, self.box.uuid, public,
                _setup_records(self.files), self.given.now,
                replacement=self.read.election.replacement, announced=asdict(self.box),
            )  # fmt: skip
        except IntegrityError:  # somebody else set it up at the same moment
            return SET_UP_ALREADY
        return self.box


def set_up(
    proceeding: str, files: SetupFiles, declared: Declared, *, now: datetime | None = None
) -> OnlineBox | Refused:
    """Keep a box for a seat whose ballot is to open, and what the opening will say of it; no ballot enters yet."""
    prepared = prepare(proceeding, files, declared, now=now)
    return prepared if isinstance(prepared, Refused) else prepared.keep()


def prepare(
    proceeding: str, files: SetupFiles, declared: Declared, *, now: datetime | None = None
) -> Prepared | Refused:
    """Check that the files are an election for this seat, as its rules have it; nothing is kept."""
    seat = read_seat(the_organisation(), proceeding)
    given = Given(seat.state, seat.rulebook, now or clock.now())
    rules = online_rules(given)
    if isinstance(rules, Refused):
        return rules
    read = _read_files(files)
    if isinstance(read, Refused):
        return read
    no = _other_question(read.election, len(on_the_paper(seat.state))) or _other_rules(read, rules)
    if no is not None:
        return no
    if is_kept(read.election.uuid):
        return SET_UP_ALREADY
    box = _box(read, _setup_records(files)[-1].sha256, declared)
    return Prepared(proceeding, given, box, files, read)


def is_kept(uuid: str) -> bool:
    """Whether there is a box for an election."""
    return Box.objects.filter(uuid=uuid).exists()


def boxes_set_up(proceeding: str) -> dict[str, OnlineBox]:
    """The boxes that were set up for a seat and can be opened, by the election's id, the newest first."""
    found = Box.objects.filter(organisation=the_organisation(), proceeding=proceeding)
    return {
        box.uuid: OnlineBox(**box.announced)
        for box in found.order_by("-published_at")
        if box.announced
    }


def refuse_other_order(seat: Seat, opening: Entry) -> Refused | None:
    """Why a ballot may not open in an election that was set up: where a candidate stands, it names another.

    Rankings are counted by the place on the ballot paper, so votes for one would be counted for the other.
    """
    if not isinstance(opening, BallotOpened) or opening.online is None:
        return None
    box = Box.objects.filter(proceeding=seat.proceeding, uuid=opening.online.uuid).first()
    if box is None:
        return None
    (question,) = election_of(box).questions
    if not isinstance(question, RankedQuestion):
        return None
    names, listed = seat.names(), ", ".join(question.answers)
    if len(opening.candidates) != len(question.answers):
        because = (
            f"{len(opening.candidates)} are on the paper, and the election online asks to rank "
            f"{len(question.answers)}: {listed}. Set up a new election."
        )
        return Refused("another-question", THE_BALLOT, because)
    mistaken = called_as_another(opening.candidates, question.answers, names)
    if mistaken is None:
        return None
    stands, named = names.get(mistaken[0], mistaken[0]), mistaken[1]
    because = (
        f"Where {stands} stands on the paper, the election online has {named}. Put them in the order of the "
        f"election, or set up a new one where somebody has withdrawn: {listed}."
    )
    return Refused("other-order", THE_BALLOT, because)


def _read_files(files: SetupFiles) -> _Read | Refused:
    """The three files, each in its canonical form, and sound as whoever verifies the archive will find them."""
    try:
        election = read_election(files.election)
        reader, engine = Reader(election.group), PlainEngine(election.group)
        check_setup((files.election, files.trustees, files.credentials), election, engine)
        trustees = read_trustees(reader, files.trustees)
        credentials = read_credentials(reader, files.credentials)
    except (ValueError, CheckFailed) as problem:
        return _unsound(str(problem))
    if not _canonical(files, election.group, trustees, credentials):
        return _unsound("a file is not written in the canonical form")
    return _Read(election, trustees, credentials)


def _canonical(
    files: SetupFiles, group: Group, trustees: Trustees, credentials: tuple[PublicCredential, ...]
) -> bool:
    return (
        trustees_bytes(trustees, group) == files.trustees
        and credentials_bytes(credentials, group) == files.credentials
    )


def _unsound(what: str) -> Refused:
    return Refused("setup-not-sound", THE_BALLOT, f"The election cannot be set up: {what}.")


def _other_question(election: Election, candidates: int) -> Refused | None:
    """One question: the candidates, to be ranked. ``NOBODY`` beside a sole nominee is a candidate like others."""
    match election.questions:
        case (RankedQuestion(answers=answers),) if len(answers) == candidates:
            return None
        case _:
            because = (
                f"The election asks something else than to rank the {candidates} who are on the paper"
                f" ({NOBODY!r} beside a sole nominee)."
            )
            return Refused("another-question", THE_BALLOT, because)


def _other_rules(read: _Read, rules: OnlineBallot) -> Refused | None:
    """The election itself says whether a ballot can be replaced; it has to be what the rules say."""
    allowed = rules.replacement.value == "last-counts"
    if read.election.replacement is allowed:
        return None
    word = "lets" if read.election.replacement else "does not let"
    return Refused(
        "other-replacement",
        str(rules.replacement.citation),
        f"The election {word} a voter replace a ballot, and the rules say otherwise.",
    )


def _setup_records(files: SetupFiles) -> list[Record]:
    parts = (files.election, files.trustees, files.credentials)
    payload = SetupPayload(*map(hex_hash, parts)).to_bytes()
    event = event_record(EventType.SETUP, hex_hash(payload), None)
    return [*map(Record, parts), Record(payload), event]


def _box(read: _Read, setup: str, declared: Declared) -> OnlineBox:
    return OnlineBox(
        uuid=read.election.uuid,
        group=read.election.group.name,
        election=read.election.fingerprint,
        setup=setup,
        electors=len(read.credentials) - declared.spares,
        spares=declared.spares,
        trustees=len(holders_of(read.trustees).keys),
        needed=needed_of(read.trustees),
        rehearsal=declared.rehearsal,
        booth=declared.booth,
        declaration=declared.declaration,
    )


# --- the archive ------------------------------------------------------------------------------------


def archive_of(box: Box) -> bytes:
    """The archive as a file, as far as it has come; any Belenios tool reads it."""
    return b"".join(archive_pieces(box))


def archive_pieces(box: Box) -> Iterator[bytes]:
    """The same piece by piece, for a large one."""
    yield opening_entry(box.timestamp)
    for record in boxes.records_of(box):
        if record.height is None:
            yield data_entry(record.body, box.timestamp)
        else:
            yield tar_entry(f"{record.sha256}.event.json", record.body, box.timestamp)


def archive_digest(box: Box) -> str:
    """SHA-256 of the archive as it stands."""
    last = boxes.last_event(box)
    return _digest(box.pk, "" if last is None else last.sha256)


@lru_cache(maxsize=16)
def _digest(box: int, last: str) -> str:
    """``last`` is the last event, so that a longer archive is hashed anew."""
    made = sha256()
    for piece in archive_pieces(Box.objects.get(pk=box)):
        made.update(piece)
    return made.hexdigest()


def append_event(box: Box, kind: EventType, *data: bytes) -> LastEvent:
    """Add an event and the data before it, the last of which is its payload."""
    with transaction.atomic():
        locked = boxes.wait_for_the_box(box)
        payload = hex_hash(data[-1]) if data else None
        event = event_record(kind, payload, boxes.last_event(locked))
        boxes.add_records(locked, [*map(Record, data), event])
    return LastEvent(event.height or 0, event.sha256)
