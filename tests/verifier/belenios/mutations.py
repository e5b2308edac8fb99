"""Archives and ballots as cheaters would change them: by structure, with every hash and signature they can make fit.

Run: ``python -m tests.verifier.belenios.mutations BALLOTS ARCHIVES [SEED]`` for as many as time allows. A mutant that
is accepted has to mean what the original meant (or be an earlier archive of it); everything else is a failure.
"""

import copy
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from hustings.ballots.secret.archive import EventType
from hustings.ballots.secret.checks.ballots import check_ballots
from hustings.ballots.secret.checks.equations import Engine
from hustings.ballots.secret.groups.edwards import FIELD
from hustings.ballots.secret.groups.group import Element, Group
from hustings.ballots.secret.hashes import hex_hash
from hustings.ballots.secret.messages.ballot import read_ballot
from hustings.ballots.secret.messages.election import Election
from hustings.ballots.secret.messages.spelling import Reader, compact
from hustings.ballots.secret.messages.trustees import read_credentials
from hustings.verifier.belenios.engines import engine_for, plainly
from hustings.verifier.belenios.verify import ArchiveReport, verify_archive
from tests.verifier.belenios.forging import Forge, resigned, secrets_of

SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000001",
    f"{FIELD - 1:064x}",
    "0" * 64,
    f"{1 << 255:064x}",
    "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
    "85fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
    "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    "fa03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
    f"{FIELD + 1:064x}",
    f"{1 | 1 << 255:064x}",
    f"{FIELD:064x}",
]
"""The points of small order on Ed25519 (the identity first), and spellings of them that are not canonical."""

Path_ = tuple[str | int, ...]


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every string and number of a message, with the way to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from leaves(item, (*path, at))
    else:
        yield path, value


def branches(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every object and array."""
    if isinstance(value, dict | list):
        yield path, value
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from branches(item, (*path, key))


def put(value: Any, path: Path_, new: Any) -> None:
    """Replace what stands at the end of the way."""
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


@dataclass
class Mutator:
    """Changes messages of one group by chance."""

    group: Group
    random: Random
    others: list[str] = field(default_factory=list[str])
    """Elements from elsewhere in the archive, of other votes and other elections."""

    def message(self, value: Any) -> str:
        """Change one thing; what it was."""
        change = self.random.choice(
            [self._leaf, self._leaf, self._leaf, self._swap, self._list, self._fields, self._graft]
        )
        return change(value) or self._leaf(value)

    def _leaf(self, value: Any) -> str:
        every = list(leaves(value))
        if not every:
            return "nothing"
        path, old = self.random.choice(every)
        if isinstance(old, str):
            what, new = self._string(old)
        elif isinstance(old, int):
            what, new = "a number", self.random.choice([old + 1, old - 1, 0, -old, 2**30, str(old)])
        else:
            what, new = "a value", "x"
        put(value, path, new)
        return what

    def _string(self, old: str) -> tuple[str, str]:
        if self._is_element(old):
            return self._element(old)
        if old.isascii() and old.isdigit():
            return self._scalar(old)
        return "a text", self.random.choice([old + "x", old[:-1], "", old.swapcase(), old[::-1]])

    def _is_element(self, text: str) -> bool:
        if self.group.name == "Ed25519":
            return len(text) == 64 and all(one in "0123456789abcdef" for one in text)
        return text.isascii() and text.isdigit() and len(text) > 300

    def _element(self, old: str) -> tuple[str, str]:
        kinds = [self._moved, self._related, self._respelled]
        if self.group.name == "Ed25519":
            kinds += [self._small, self._mixed]
        return self.random.choice(kinds)(old)

    def _moved(self, _old: str) -> tuple[str, str]:
        return "an element of elsewhere", self.random.choice(
            self.others or [self.group.text(self.group.g)]
        )

    def _related(self, old: str) -> tuple[str, str]:
        group = self.group
        try:
            element = group.read(old)
            related = self.random.choice(
                [group.inv(element), group.mul(element, group.g), group.identity]
            )
        except Exception:  # noqa: BLE001 (a mutant of a mutant)
            related = group.identity
        return "a related element", group.text(related)

    def _respelled(self, old: str) -> tuple[str, str]:
        at = self.random.randrange(len(old))
        digit = self.random.choice("0123456789")
        spellings = [
            old.upper(),
            "0" + old,
            old[1:],
            old[:at] + digit + old[at + 1 :],
            "+" + old,
            old + " ",
        ]
        if self.group.name != "Ed25519":
            p = int(getattr(self.group, "p"))  # noqa: B009
            spellings += [hex(int(old)), str(int(old) + p), str(p - int(old)), "0", "-" + old]
        return "an element respelled", self.random.choice(spellings)

    def _small(self, _old: str) -> tuple[str, str]:
        return "a point of small order", self.random.choice(SMALL_ORDER)

    def _mixed(self, old: str) -> tuple[str, str]:
        two = Element(bytes.fromhex(self.random.choice(SMALL_ORDER[1:8]))[::-1])
        try:
            return "a point of mixed order", self.group.text(
                self.group.mul(self.group.read(old), two)
            )
        except Exception:  # noqa: BLE001 (a mutant of a mutant)
            return "a point of small order", SMALL_ORDER[1]

    def _scalar(self, old: str) -> tuple[str, str]:
        n, q = int(old), self.group.q
        return self.random.choice(
            [
                ("a scalar off by one", str(n + 1)),
                ("a scalar off by one", str(max(0, n - 1))),
                ("a scalar plus q", str(n + q)),
                ("a scalar negated", str((q - n) % q)),
                ("a scalar of zero", "0"),
                ("a scalar respelled", "0" + old),
                ("a scalar respelled", hex(n)),
                ("a scalar respelled", "+" + old),
                ("a scalar by chance", str(self.random.randrange(q))),
            ]
        )

    def _swap(self, value: Any) -> str:
        every = [(path, old) for path, old in leaves(value) if isinstance(old, str)]
        if not every:
            return ""
        (first, a), (second, b) = self.random.choice(every), self.random.choice(every)
        put(value, first, b)
        put(value, second, a)
        return "two values swapped"

    def _list(self, value: Any) -> str:
        every = [(path, old) for path, old in branches(value) if isinstance(old, list) and old]
        if not every:
            return ""
        _, items = self.random.choice(every)
        at = self.random.randrange(len(items))
        match self.random.randrange(4):
            case 0:
                del items[at]
                return "an item left out"
            case 1:
                items.insert(at, copy.deepcopy(items[at]))
                return "an item twice"
            case 2:
                items.reverse()
                return "items reversed"
            case _:
                items.append(items.pop(0))
                return "items moved round"

    def _fields(self, value: Any) -> str:
        every = [old for _, old in branches(value) if isinstance(old, dict) and old]
        if not every:
            return ""
        found = self.random.choice(every)
        key = self.random.choice(list(found))
        match self.random.randrange(4):
            case 0:
                del found[key]
                return "a field left out"
            case 1:
                found["note"] = "x"
                return "a field more"
            case 2:
                found[key] = found.pop(key)
                return "fields in another order"
            case _:
                other = self.random.choice(list(found))
                found[key], found[other] = found[other], found[key]
                return "two fields exchanged"

    def _graft(self, value: Any) -> str:
        every = list(branches(value))
        (to, _), (_, new) = self.random.choice(every), self.random.choice(every)
        if not to:
            return ""
        put(value, to, copy.deepcopy(new))
        return "a part put elsewhere"


@dataclass
class Subject:
    """A good archive, its parts and the keys that a cheater holds."""

    name: str
    archive: bytes
    election: Election
    secrets: dict[str, int]
    hashes: list[str]
    meaning: object
    ballots: list[bytes]

    @classmethod
    def of(cls, name: str, archive: bytes, secrets: dict[str, int]) -> "Subject":
        forge = Forge.of(archive)
        ballots = [data[0] for kind, data in forge.events if kind is EventType.BALLOT]
        hashes = [hex_hash(b"".join(data)) + kind for kind, data in forge.events]
        meaning = meaning_of(forge, forge.election)
        return cls(name, archive, forge.election, secrets, hashes, meaning, ballots)

    @classmethod
    def published(cls, folder: Path) -> "Subject":
        archive = (folder / "archive.bel").read_bytes()
        return cls.of(folder.name, archive, secrets_of(folder, Forge.of(archive).election))


def meaning_of(forge: Forge, election: Election) -> object:
    """What is asked, which votes count, with what weight, and the result."""
    counted: dict[Element, object] = {}
    weights = {
        one.key: 1 if one.weight is None else one.weight
        for one in read_credentials(Reader(election.group), forge.data(EventType.SETUP)[2])
    }
    for at in forge.places(EventType.BALLOT):
        ballot = read_ballot(forge.events[at][1][0], election, lenient=True)
        counted[ballot.credential] = (ballot.answers, weights[ballot.credential])
    results = [json.loads(forge.events[at][1][0]) for at in forge.places(EventType.RESULT)]
    return forge.data(EventType.SETUP)[0], counted, results


@dataclass
class Tally:
    """Mutants by what was changed, and what became of them."""

    rejected: Counter[str] = field(default_factory=Counter[str])
    equal: Counter[str] = field(default_factory=Counter[str])
    own: Counter[str] = field(default_factory=Counter[str])
    """Made of answers that the voter who signed had proved before, to another question or in another ballot: a vote
    that the voter may cast. Belenios binds an answer to election and credential, and not to the question."""
    checks: Counter[str] = field(default_factory=Counter[str])
    resigned: int = 0
    wrong: list[str] = field(default_factory=list[str])

    @property
    def all(self) -> int:
        return self.rejected.total() + self.equal.total() + self.own.total() + len(self.wrong)


def mutated_ballots(
    subject: Subject, count: int, random: Random, engine: Engine, tally: Tally
) -> None:
    """Ballots changed one by one, checked together; two in three are signed anew by the voter they name."""
    group, election = subject.election.group, subject.election
    values = [json.loads(one) for one in subject.ballots]
    elements = [
        text for one in values for _, text in leaves(one["answers"]) if isinstance(text, str)
    ]
    mutator = Mutator(group, random, [one for one in elements if _is_element(group, one)])
    weights = {group.read(one): 1 for one in subject.secrets}
    made: list[tuple[str, bytes]] = []
    for _ in range(count):
        at = random.randrange(len(values))
        value = copy.deepcopy(values[at])
        what = _mutate_ballot(value, values, mutator, random)
        raw = compact(value).encode()
        secret = subject.secrets.get(str(value.get("credential")))
        if secret is not None and random.randrange(3) and b',"signature":' in raw:
            raw, what = resigned(raw, election, secret, random), what + ", signed anew"
            tally.resigned += 1
        made.append((what, raw))
    outcomes = check_ballots([raw for _, raw in made], election, weights, engine)
    proved: dict[Element, list[object]] = {}
    for one in subject.ballots:
        cast = read_ballot(one, election, lenient=True)
        proved.setdefault(cast.credential, []).extend([cast.answers, *cast.answers])
    for (what, raw), outcome in zip(made, outcomes, strict=True):
        if outcome.failed is not None:
            tally.rejected[what] += 1
            tally.checks[outcome.failed.number] += 1
            continue
        after = outcome.ballot
        own = [] if after is None else proved[after.credential]
        if after is not None and after.answers in own:
            tally.equal[what] += 1
        elif after is not None and all(one in own for one in after.answers):
            tally.own[what] += 1
        else:
            tally.wrong.append(f"{subject.name}: {what}: {raw!r}")


def _is_element(group: Group, text: str) -> bool:
    return Mutator(group, Random(0))._is_element(text)


def _mutate_ballot(value: Any, others: Sequence[Any], mutator: Mutator, random: Random) -> str:
    other = random.choice(others)
    match random.randrange(8):
        case 0:
            value["answers"] = copy.deepcopy(other["answers"])
            return "another's answers"
        case 1:
            value["credential"] = other["credential"]
            return "under another credential"
        case 2:
            at = random.randrange(len(value["answers"]))
            mine, theirs = value["answers"][at], other["answers"][at]
            key = random.choice(list(mine))
            mine[key] = copy.deepcopy(theirs.get(key))
            return "a part of another's answer"
        case 3:
            key = random.choice(["election_uuid", "election_hash"])
            value[key] = random.choice([value[key][::-1], "A" * len(value[key]), ""])
            return "another election"
        case 4:
            return mutator.message(value)
        case _:
            return mutator.message(value["answers"])


def _swap_events(forge: Forge, random: Random) -> str:
    a, b = (random.randrange(len(forge.events)) for _ in range(2))
    forge.events[a], forge.events[b] = forge.events[b], forge.events[a]
    return "two events swapped"


def _drop_event(forge: Forge, random: Random) -> str:
    del forge.events[random.randrange(len(forge.events))]
    return "an event left out"


def _repeat_event(forge: Forge, random: Random) -> str:
    event = copy.deepcopy(random.choice(forge.events))
    forge.events.insert(random.randrange(len(forge.events) + 1), event)
    return "an event twice"


def _cut(forge: Forge, random: Random) -> str:
    del forge.events[random.randrange(1, len(forge.events)) :]
    return "the end cut off"


def _exchange_data(forge: Forge, random: Random) -> str:
    with_data = [data for _, data in forge.events if data]
    a, b = random.choice(with_data), random.choice(with_data)
    i, j = random.randrange(len(a)), random.randrange(len(b))
    a[i], b[j] = b[j], a[i]
    return "two messages exchanged"


def _drop_data(forge: Forge, random: Random) -> str:
    data = random.choice([data for _, data in forge.events if data])
    del data[random.randrange(len(data))]
    return "a message left out"


EVENTS: list[Callable[[Forge, Random], str]] = [
    _swap_events,
    _drop_event,
    _repeat_event,
    _cut,
    _exchange_data,
    _drop_data,
]


def mutated_archive(subject: Subject, random: Random, tally: Tally) -> tuple[str, bytes]:
    """One archive changed; in five of six cases every hash that can be made to fit does."""
    forge = Forge.of(subject.archive)
    if random.randrange(12) == 0:
        return _damaged(subject.archive, random)
    if random.randrange(3) == 0:
        what = random.choice(EVENTS)(forge, random)
    else:
        what = _mutate_message(subject, forge, random, tally)
    if random.randrange(10):
        forge.refer()
        what += ", hashed anew"
    return what, forge.archive()


def _mutate_message(subject: Subject, forge: Forge, random: Random, tally: Tally) -> str:
    """One message of any event, a ballot signed anew where its voter's key is held."""
    places = [at for at, (_, data) in enumerate(forge.events) if data]
    at = random.choice(places)
    if random.randrange(2):
        at = random.choice([one for one in places if forge.events[one][0] is not EventType.BALLOT])
    kind, data = forge.events[at]
    which = random.randrange(len(data))
    value = json.loads(data[which])
    elements = [one for _, one in leaves(value) if isinstance(one, str)]
    mutator = Mutator(subject.election.group, random)
    mutator.others = [one for one in elements if mutator._is_element(one)]
    what = f"{kind.value}: {mutator.message(value)}"
    raw = compact(value).encode()
    if kind is EventType.BALLOT and isinstance(value, dict):
        secret = subject.secrets.get(str(value.get("credential")))
        if secret is not None and b',"signature":' in raw:
            raw, what = resigned(raw, subject.election, secret, random), what + ", signed anew"
            tally.resigned += 1
    data[which] = raw
    return what


def _damaged(archive: bytes, random: Random) -> tuple[str, bytes]:
    """Bytes changed, hashes not."""
    at = random.randrange(len(archive))
    match random.randrange(4):
        case 0:
            return "a byte changed", archive[:at] + bytes([random.randrange(256)]) + archive[
                at + 1 :
            ]
        case 1:
            return "bytes cut off", archive[:at]
        case 2:
            return "bytes put in", archive[:at] + random.randbytes(
                random.randrange(1, 600)
            ) + archive[at:]
        case _:
            return "a block left out", archive[: at // 512 * 512] + archive[at // 512 * 512 + 512 :]


def judge(subject: Subject, what: str, archive: bytes, report: ArchiveReport, tally: Tally) -> None:
    """Rejected; or of the same meaning; or an earlier archive; or wrongly accepted."""
    if report.failed:
        tally.rejected[what] += 1
        tally.checks[report.failed[0].check] += 1
        return
    forge = Forge.of(archive)
    hashes = [hex_hash(b"".join(data)) + kind for kind, data in forge.events]
    earlier = hashes == subject.hashes[: len(hashes)]
    if earlier or meaning_of(forge, forge.election) == subject.meaning:
        tally.equal[what] += 1
    else:
        tally.wrong.append(f"{subject.name}: {what}: {archive.hex()}")


def mutated_archives(subject: Subject, count: int, random: Random, tally: Tally) -> None:
    """Archives changed and verified one by one."""
    for _ in range(count):
        what, archive = mutated_archive(subject, random, tally)
        try:
            report = verify_archive(archive, plainly, map, random.randrange)
        except ValueError:  # no header: the file is none
            tally.rejected[what] += 1
            continue
        judge(subject, what, archive, report, tally)


SMALL = ("src33-09-odd-strings", "src33-15-lists-weights", "src33-04-zero-ballots")
BALLOTS = (
    "src33-09-odd-strings",
    "src33-15-lists-weights",
    "src33-06-mixed-threshold-shuffle",
    "src33-03-weights-blank-minmax",
)


def main() -> None:
    """Ballots and archives by the thousand, with a line for each kind at the end."""
    ballots, archives, seed = (int(one) for one in [*sys.argv[1:], "1"][:3])
    good = Path("../shared/data/belenios/good")
    random, tally, began = Random(seed), Tally(), perf_counter()
    subjects = [Subject.published(good / name) for name in BALLOTS]
    engines = [engine_for(one.election, 10**6, random.randrange) for one in subjects]
    batch = 500
    for number in range(ballots // batch):
        at = number % len(subjects)
        mutated_ballots(subjects[at], batch, random, engines[at], tally)
        if number % 50 == 49:
            seconds, wrong = perf_counter() - began, len(tally.wrong)
            print(f"{tally.all} in {seconds:.0f} s, {wrong} wrong", flush=True)  # noqa: T201
    whole = [
        Subject.published(good / name) for name in (*SMALL, "src33-06-mixed-threshold-shuffle")
    ]
    for number in range(archives // 20):
        mutated_archives(whole[number % len(whole)], 20, random, tally)
    print(report_of(tally, perf_counter() - began, seed))  # noqa: T201
    sys.exit(1 if tally.wrong else 0)


def report_of(tally: Tally, seconds: float, seed: int) -> str:
    """The lines that go into ``docs/measurements``."""
    lines = [
        f"seed {seed}: {tally.all} mutants in {seconds:.0f} s; {tally.resigned} signed anew with the voter's key;",
        f"{tally.rejected.total()} rejected, {tally.equal.total()} of equal meaning,",
        f"{tally.own.total()} of the signer's own answers, {len(tally.wrong)} wrong",
        "by the check that failed: "
        + ", ".join(f"{k} {n}" for k, n in sorted(tally.checks.items())),
    ]
    return "\n".join([*lines, *(one[:400] for one in tally.wrong[:5])])


if __name__ == "__main__":
    main()
