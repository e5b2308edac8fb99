"""Every numbered check, broken alone: a good bundle, one thing changed, and exactly that number fails."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from hustings.kernel.canonical import canonical_bytes
from hustings.proceedings.values import Visibility
from hustings.record.bundle import read_files, with_manifest
from hustings.record.entries import ORGANISATION, Entry, Signatory
from hustings.record.notes import KeyKind, verifier_key
from hustings.record.organisation import ProceedingsCounted, RulebookAdopted
from hustings.record.signing import sign
from hustings.rulebooks.loader import digest_of, load
from hustings.verifier.catalogue import CHECKS
from hustings.verifier.verify import Report, Verdict
from tests.record.making import (
    ORIGIN,
    SLUG,
    WITNESS_VKEYS,
    WITNESSES,
    Writer,
    checkpoint,
    founding,
    id_of,
    key,
    public,
    registration,
)
from tests.verifier.making import (
    OTHER,
    SEAT,
    SMALL,
    Case,
    KnownCheckpoint,
    count,
    differed,
    few,
    numbers,
    recorded,
    run,
    verify,
)

Files = dict[str, bytes]
BREAKS: dict[str, list[tuple[str, Callable[[Case], Report]]]] = {}


def breaks(number: str, how: str) -> Callable[[Callable[[Case], Report]], Callable[[Case], Report]]:
    """Note a way to break one check."""

    def note(change: Callable[[Case], Report]) -> Callable[[Case], Report]:
        BREAKS.setdefault(number, []).append((how, change))
        return change

    return note


def check(case: Case, files: Files) -> Report:
    """Verify files as they are."""
    return verify(read_files(files), case.trust())


def listed_again(case: Case, files: Files, *, seal: bool = True) -> Files:
    """The same files with a manifest that fits them, and a checkpoint that fits the entries."""
    if seal:
        lines = files["entries.jsonl"].removesuffix(b"\n").split(b"\n")
        shown = iter(lines)
        hidden = {e.position for e in case.writer.entries if e.statement.proceeding == OTHER}
        log = [
            data if position in hidden else next(shown) for position, data in enumerate(case.log())
        ]
        files["checkpoint"] = checkpoint(log, WITNESSES)
    rest = {name: data for name, data in files.items() if name != "manifest.json"}
    return with_manifest(rest, SLUG, [SEAT], claims=case.claims)


def test_what_the_witnesses_have_not_cosigned_yet_is_said_and_is_no_failure() -> None:
    """Five entries were cosigned; everything after them is consistent, and anchored to nobody yet."""
    case = recorded()
    files = case.sealed(()) | {"witnessed": checkpoint(case.log()[:5], WITNESSES)}
    report = check(case, listed_again(case, files, seal=False))
    assert (report.failed, report.verdict) == ((), Verdict.CONSISTENT)
    assert report.unwitnessed == len(case.log()) - 5
    assert any(
        warning.startswith("Witnesses have cosigned the log up to 5 entries")
        for warning in report.warnings
    )


def manifest_with(made: Files, **changes: object) -> Files:
    manifest = json.loads(made["manifest.json"]) | changes
    return made | {"manifest.json": canonical_bytes(manifest) + b"\n"}


def signed_anew(case: Case, position: int, *names: str, **changes: object) -> None:
    """Change an entry's statement as its own signers would."""
    statement = replace(case.writer.entries[position].statement, **changes)  # type: ignore[arg-type]
    signatures = tuple(
        sorted((sign(statement, key(name)) for name in names), key=lambda signature: signature.key)
    )
    case.change(position, statement=statement, signatures=signatures)


# --- 1: form ------------------------------------------------------------------------------------


@breaks("1.1", "a file that is not listed")
def _(case: Case) -> Report:
    files = case.sealed()
    listed = json.loads(files["manifest.json"])["files"]
    del listed["leaves.bin"]
    return check(case, manifest_with(files, files=listed))


@breaks("1.1", "a listed file that is not there")
def _(case: Case) -> Report:
    files = case.sealed()
    listed = json.loads(files["manifest.json"])["files"]
    return check(case, manifest_with(files, files=listed | {"rolls/x.json": "00" * 32}))


@breaks("1.2", "another hash in the manifest")
def _(case: Case) -> Report:
    files = case.sealed()
    listed = json.loads(files["manifest.json"])["files"]
    return check(case, manifest_with(files, files=listed | {"checkpoint": "00" * 32}))


@breaks("1.3", "a listed file without a place")
def _(case: Case) -> Report:
    files = case.sealed() | {"notes.txt": b"hello"}
    return check(case, listed_again(case, files, seal=False))


# --- 2: entries ---------------------------------------------------------------------------------


@breaks("2.1", "an entry spelled in another way")
def _(case: Case) -> Report:
    files = case.sealed()
    files["entries.jsonl"] = files["entries.jsonl"].replace(b'"number":2,', b'"number": 2,', 1)
    return check(case, listed_again(case, files))


@breaks("2.1", "a file cut off in the middle of a line")
def _(case: Case) -> Report:
    files = case.sealed()
    files["entries.jsonl"] = files["entries.jsonl"][:-1]
    return check(case, listed_again(case, files))


@breaks("2.2", "two entries at one position")
def _(case: Case) -> Report:
    ours = [e.position for e in case.writer.entries if e.statement.proceeding != OTHER]
    case.change(ours[-1], position=ours[-2])
    return run(case)


@breaks("2.2", "an entry beyond the end of the log")
def _(case: Case) -> Report:
    last = len(case.writer.entries) - 1
    case.change(last, position=last + 5)
    return run(case)


@breaks("2.2", "half a hash")
def _(case: Case) -> Report:
    files = case.sealed()
    files["leaves.bin"] = files["leaves.bin"][:-1]
    return check(case, listed_again(case, files, seal=False))


@breaks("2.2", "a hash too few")
def _(case: Case) -> Report:
    files = case.sealed()
    files["leaves.bin"] = files["leaves.bin"][:-32]
    return check(case, listed_again(case, files, seal=False))


@breaks("2.3", "an entry numbered past its place")
def _(case: Case) -> Report:
    last = len(case.writer.entries) - 1
    case.change(last, number=case.writer.entries[last].number + 1)
    return run(case)


@breaks("2.4", "a count that the bundle does not bear out")
def _(case: Case) -> Report:
    case.writer.write("ProceedingsCounted", ProceedingsCounted({SEAT: 999}).body())
    return run(case)


@breaks("2.4", "an entry shown in the place of another")
def _(case: Case) -> Report:
    """Two entries were numbered alike; this reader is shown the one, and the count has the other."""
    position = len(case.writer.entries) - 1
    entry = case.writer.entries[position]
    count(case.writer)
    case.change(position, at=entry.at + timedelta(seconds=1))
    return run(case)


@breaks("2.5", "an entry about another organisation")
def _(case: Case) -> Report:
    signed_anew(case, len(case.writer.entries) - 1, "office", organisation="another")
    return run(case)


@breaks("2.5", "a proceeding of which there is nothing")
def _(case: Case) -> Report:
    files = case.sealed()
    return check(case, manifest_with(files, proceedings=[SEAT, "westmarsh-1"]))


@breaks("2.5", "an entry of a proceeding that the bundle is not about")
def _(case: Case) -> Report:
    case.claims = {}
    files = case.sealed()
    return check(case, manifest_with(files, proceedings=[]))


@breaks("2.6", "one signed statement used twice")
def _(case: Case) -> Report:
    again = case.writer.entries[case.last("KeyRegistered")]
    position = len(case.writer.entries)
    case.writer.numbers[ORGANISATION] += 1
    number = case.writer.numbers[ORGANISATION]
    case.writer.entries.append(replace(again, position=position, number=number, at=case.writer.at))
    return run(case)


@breaks("2.7", "a statement that has seen the future")
def _(case: Case) -> Report:
    signed_anew(case, len(case.writer.entries) - 1, "office", after=9999)
    return run(case)


# --- 3: the checkpoint --------------------------------------------------------------------------


@breaks("3.1", "no note")
def _(case: Case) -> Report:
    files = case.sealed() | {"checkpoint": b"x"}
    return check(case, listed_again(case, files, seal=False))


@breaks("3.2", "a checkpoint of a shorter log")
def _(case: Case) -> Report:
    files = case.sealed() | {"checkpoint": checkpoint(case.log()[:-1], WITNESSES)}
    return check(case, listed_again(case, files, seal=False))


@breaks("3.3", "a checkpoint of another log")
def _(case: Case) -> Report:
    other = [*case.log()[:-1], b"something else"]
    files = case.sealed() | {"checkpoint": checkpoint(other, WITNESSES)}
    return check(case, listed_again(case, files, seal=False))


@breaks("3.4", "a checkpoint signed by another log key")
def _(case: Case) -> Report:
    """The reader's trust file names that other key, so only the founding speaks against it."""
    other = key("another log")
    files = case.sealed() | {"checkpoint": checkpoint(case.log(), WITNESSES, other)}
    trust = replace(case.trust(), log=verifier_key(ORIGIN, KeyKind.ED25519, other))
    return verify(read_files(listed_again(case, files, seal=False)), trust)


# --- 4: the trust file --------------------------------------------------------------------------


@breaks("4.1", "another log key in the trust file")
def _(case: Case) -> Report:
    other = verifier_key(ORIGIN, KeyKind.ED25519, key("another log"))
    return verify(read_files(case.sealed()), replace(case.trust(), log=other))


@breaks("4.1", "another log in the trust file")
def _(case: Case) -> Report:
    other = verifier_key("record.example/other", KeyKind.ED25519, key("the log"))
    return verify(read_files(case.sealed()), replace(case.trust(), log=other))


@breaks("4.2", "one witness where two are needed")
def _(case: Case) -> Report:
    return verify(read_files(case.sealed(WITNESSES[:1])), case.trust())


@breaks("4.2", "an earlier checkpoint that one witness cosigned where two are needed")
def _(case: Case) -> Report:
    files = case.sealed(()) | {"witnessed": checkpoint(case.log()[:5], WITNESSES[:1])}
    return check(case, listed_again(case, files, seal=False))


@breaks("4.2", "a log that parts from the checkpoint that the witnesses cosigned")
def _(case: Case) -> Report:
    other = [*case.log()[:4], case.log()[5]]
    files = case.sealed(()) | {"witnessed": checkpoint(other, WITNESSES)}
    return check(case, listed_again(case, files, seal=False))


@breaks("4.2", "an earlier checkpoint that is not the log's")
def _(case: Case) -> Report:
    files = case.sealed(()) | {
        "witnessed": checkpoint(case.log()[:5], WITNESSES, key("another log"))
    }
    return check(case, listed_again(case, files, seal=False))


@breaks("4.2", "a witness's line that is not the witness's")
def _(case: Case) -> Report:
    witnesses = tuple(
        verifier_key(one.name, KeyKind.COSIGNATURE, key("eve")) for one in case.trust().witnesses
    )
    return verify(read_files(case.sealed()), replace(case.trust(), witnesses=witnesses))


@breaks("4.3", "a log that was rewritten")
def _(case: Case) -> Report:
    known = KnownCheckpoint(5, b"\x05" * 32)
    return verify(read_files(case.sealed()), replace(case.trust(), checkpoint=known))


@breaks("4.3", "a log that was longer before")
def _(case: Case) -> Report:
    known = KnownCheckpoint(len(case.log()) + 1, b"\x05" * 32)
    return verify(read_files(case.sealed()), replace(case.trust(), checkpoint=known))


def test_an_older_copy_is_told_from_another_history() -> None:
    """A copy that ends too early is to be fetched again; other entries than the known ones are to be told of."""
    case = recorded()
    older = KnownCheckpoint(len(case.log()) + 3, b"\x05" * 32)
    report = verify(read_files(case.sealed()), replace(case.trust(), checkpoint=older))
    (failure,) = report.failed
    assert (failure.check, report.behind) == ("4.3", 3)
    assert "most likely an older copy" in failure.what
    assert "fetch the bundle again" in failure.what
    rewritten = KnownCheckpoint(5, b"\x05" * 32)
    report = verify(read_files(case.sealed()), replace(case.trust(), checkpoint=rewritten))
    (failure,) = report.failed
    assert (failure.check, report.behind) == ("4.3", 0)
    assert "not an older copy" in failure.what
    assert "fetch the bundle again" not in failure.what


@breaks("4.4", "other authorities in the trust file")
def _(case: Case) -> Report:
    trust = replace(case.trust(), authorities=frozenset({public("ada")}))
    return verify(read_files(case.sealed()), trust)


@breaks("4.4", "another organisation in the trust file")
def _(case: Case) -> Report:
    return verify(read_files(case.sealed()), replace(case.trust(), organisation="another"))


# --- 5: keys and signatures ---------------------------------------------------------------------


@breaks("5.1", "a second founding")
def _(case: Case) -> Report:
    body = founding("ada", "bea").body()
    case.writer.write("OrganisationFounded", body, "ada:governing-body", "bea:governing-body")
    return run(case)


@breaks("5.2", "a revocation of a wrong form")
def _(case: Case) -> Report:
    case.writer.write("KeyRevoked", {"key": id_of("office"), "x": 1}, "ada:governing-body")
    return run(case)


@breaks("5.2", "a kind that nobody knows")
def _(case: Case) -> Report:
    case.writer.write("Unheard", {}, "ada:governing-body")
    return run(case)


NOTHING_COUNTED = ProceedingsCounted({}).body()


@breaks("5.3", "a key that was never registered")
def _(case: Case) -> Report:
    case.writer.write("ProceedingsCounted", NOTHING_COUNTED, "eve:office")
    return run(case)


@breaks("5.3", "a key that was registered after it signed")
def _(case: Case) -> Report:
    case.writer.write("ProceedingsCounted", NOTHING_COUNTED, "eve:teller")
    case.writer.register("eve", "teller")
    return run(case)


@breaks("5.3", "a key that was revoked")
def _(case: Case) -> Report:
    case.writer.write("KeyRevoked", {"key": id_of("teller-1")}, "ada:governing-body")
    case.writer.write("ProceedingsCounted", NOTHING_COUNTED, "teller-1:teller")
    return run(case)


@breaks("5.4", "somebody else's signature under a person's name")
def _(case: Case) -> Report:
    position = case.last("ReturnMade")
    entry = case.writer.entries[position]
    forged = tuple(
        replace(signature, value=sign(entry.statement, key("eve")).value)
        for signature in entry.signatures
    )
    case.change(position, signatures=forged)
    return run(case)


@breaks("5.4", "a statement changed after it was signed")
def _(case: Case) -> Report:
    position = case.last("ReturnVoided")
    statement = case.writer.entries[position].statement
    body = dict(statement.body) | {"ground": "another ground"}
    case.change(position, statement=replace(statement, body=body))
    return run(case)


@breaks("5.5", "one teller where two must sign")
def _(case: Case) -> Report:
    position = next(
        entry.position for entry in case.writer.entries if entry.statement.kind == "ReturnMade"
    )
    entry = case.writer.entries[position]
    case.change(position, signatures=entry.signatures[:1])
    return run(case)


@breaks("5.5", "a decision that nobody signed")
def _(case: Case) -> Report:
    case.change(case.last("ReturnVoided"), signatures=())
    return run(case)


@breaks("5.6", "a key registered by a teller")
def _(case: Case) -> Report:
    case.writer.write("KeyRegistered", registration("eve", "teller"), "teller-1:teller")
    return run(case)


@breaks("5.7", "a witness listed by a teller")
def _(case: Case) -> Report:
    case.writer.write("WitnessListed", {"witness": str(WITNESS_VKEYS[0])}, "teller-1:teller")
    return run(case)


@breaks("5.7", "a retired witness listed again")
def _(case: Case) -> Report:
    for kind in ("WitnessListed", "WitnessRetired", "WitnessListed"):
        case.writer.write(kind, {"witness": str(WITNESS_VKEYS[0])}, "ada:governing-body")
    return run(case)


# --- 6: rulebooks -------------------------------------------------------------------------------


@breaks("6.1", "a rulebook adopted after the proceeding opened")
def _(case: Case) -> Report:
    late = recorded_late()
    return run(late)


def recorded_late() -> Case:
    """The same record with the adoption at its end."""
    case = recorded()
    position = case.last("RulebookAdopted")
    writer = Writer(at=case.writer.entries[0].at)
    adopted = case.writer.entries[position].statement.body
    for entry in case.writer.entries:
        if entry.position != position:
            replayed_into(writer, entry, case)
    writer.write("RulebookAdopted", adopted, "bea:governing-body")
    return replace(case, writer=writer)


def replayed_into(writer: Writer, entry: Entry, case: Case) -> None:
    """Write an entry again, one place further up."""
    statement = entry.statement
    withheld = {
        opening.field: (opening.value, opening.visibility)
        for opening in case.writer.openings
        if opening.position == entry.position
    }
    signing = {signature.key for signature in entry.signatures}
    names = [who.person.removeprefix("p-") for who in statement.by]
    writer.write(
        statement.kind,
        statement.body,
        *(f"{who.person.removeprefix('p-')}:{who.role}" for who in statement.by),
        proceeding=statement.proceeding,
        withheld=withheld,
        at=entry.at,
        keys=sorted({name for name in names if id_of(name) in signing}),
        visibility=statement.visibility,
    )


@breaks("6.2", "a word changed in the rulebook")
def _(case: Case) -> Report:
    files = dict(case.rulebooks["labour-2018"])
    files["clauses.md"] += b"\n"
    case.rulebooks = {"labour-2018": files}
    return run(case)


@breaks("6.2", "a rulebook that is not there")
def _(case: Case) -> Report:
    case.rulebooks = {}
    return run(case)


@breaks("6.2", "a rulebook that nobody adopted")
def _(case: Case) -> Report:
    case.rulebooks = {**case.rulebooks, "labour-2021": load("labour-2021").files}
    return run(case)


@breaks("6.2", "an adoption with another digest")
def _(case: Case) -> Report:
    other = load("labour-2021")
    adopted = replace(RulebookAdopted.of(other), digest="00" * 32)
    case.writer.write("RulebookAdopted", adopted.body(), "ada:governing-body")
    case.rulebooks = {**case.rulebooks, "labour-2021": other.files}
    return run(case)


@breaks("6.3", "an adopted rulebook that cannot be read")
def _(case: Case) -> Report:
    files = {**load("labour-2021").files, "rules.toml": b"nonsense"}
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    adopted = RulebookAdopted("labour-2021", digest_of(files), hashes)
    case.writer.write("RulebookAdopted", adopted.body(), "ada:governing-body")
    case.rulebooks = {**case.rulebooks, "labour-2021": files}
    return run(case)


@breaks("6.3", "an adopted rulebook without one of its files")
def _(case: Case) -> Report:
    files = {"rules.toml": load("labour-2021").files["rules.toml"]}
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    adopted = RulebookAdopted("labour-2021", digest_of(files), hashes)
    case.writer.write("RulebookAdopted", adopted.body(), "ada:governing-body")
    case.rulebooks = {**case.rulebooks, "labour-2021": files}
    return run(case)


# --- 7: openings --------------------------------------------------------------------------------


@breaks("7.1", "an opening spelled in another way")
def _(case: Case) -> Report:
    files = case.sealed()
    files["openings.jsonl"] = files["openings.jsonl"].replace(b'"field":', b'"field": ', 1)
    return check(case, listed_again(case, files, seal=False))


@breaks("7.1", "openings cut off in the middle of a line")
def _(case: Case) -> Report:
    files = case.sealed()
    files["openings.jsonl"] = files["openings.jsonl"][:-1]
    return check(case, listed_again(case, files, seal=False))


@breaks("7.2", "a value opened that was never committed to")
def _(case: Case) -> Report:
    case.writer.openings.append(replace(case.writer.openings[0], field="more"))
    return run(case)


@breaks("7.2", "a value opened twice")
def _(case: Case) -> Report:
    case.writer.openings.append(case.writer.openings[0])
    return run(case)


@breaks("7.2", "a value opened at an entry that is not there")
def _(case: Case) -> Report:
    files = case.sealed()
    line = files["openings.jsonl"].splitlines(keepends=True)[-1]
    other = json.loads(line) | {"position": 10_000}
    files["openings.jsonl"] += canonical_bytes(other) + b"\n"
    return check(case, listed_again(case, files, seal=False))


@breaks("7.3", "other reasons than those that were given")
def _(case: Case) -> Report:
    place = next(
        n
        for n, opening in enumerate(case.writer.openings)
        if opening.position == case.last("ReturnVoided") and opening.field == "reasons"
    )
    case.writer.openings[place] = replace(case.writer.openings[place], value="Other reasons.")
    return run(case)


@breaks("7.4", "the parties' openings in a bundle for the public")
def _(case: Case) -> Report:
    case.audience = Visibility.PARTIES
    return check(case, manifest_with(case.sealed(), audience="public"))


@breaks("7.5", "a field that the kind does not have")
def _(case: Case) -> Report:
    position = case.last("ReturnVoided")
    body = dict(case.writer.entries[position].statement.body) | {"colour": "red"}
    signed_anew(case, position, "office", body=body)
    return run(case)


@breaks("7.5", "a role that no proceeding has")
def _(case: Case) -> Report:
    position = case.last("ReturnContested")
    signed_anew(case, position, by=(Signatory("p-mo", "onlooker"),))
    return run(case)


# --- 8: replay ----------------------------------------------------------------------------------


@breaks("8.1", "a proceeding opened twice")
def _(case: Case) -> Report:
    opened = case.writer.entries[case.last("ProceedingOpened")].statement
    reasons = {
        "reasons": ("Again.", Visibility.PUBLIC),
        "representative_name": ("x", Visibility.PUBLIC),
    }
    case.writer.write(opened.kind, opened.body, "office:office", proceeding=SEAT, withheld=reasons)
    return run(case)


@breaks("8.1", "a return dated after the deadline")
def _(case: Case) -> Report:
    position = case.last("ReturnMade")
    far = datetime.fromisoformat("2019-12-24T12:00:00Z")
    for entry in case.writer.entries[position:]:
        case.change(entry.position, at=max(entry.at, far))
    return run(case)


@breaks("8.1", "a proceeding without its opening")
def _(case: Case) -> Report:
    position = case.last("ProceedingOpened")
    case.writer.openings[:] = [o for o in case.writer.openings if o.field != "representative_name"]
    statement = case.writer.entries[position].statement
    own = ("proceeding", "seat", "rulebook", "rulebook_digest", "representative", "holidays",
           "transitional")  # fmt: skip
    body = {name: value for name, value in statement.body.items() if name not in own}
    kept = {"reasons": statement.commitments["reasons"]}
    signed_anew(case, position, "office", kind="Resumed", body=body, commitments=kept)
    return run(case)


@breaks("8.1", "an opening that names another proceeding")
def _(case: Case) -> Report:
    position = case.last("ProceedingOpened")
    body = dict(case.writer.entries[position].statement.body) | {"proceeding": "another-1"}
    signed_anew(case, position, "office", body=body)
    return run(case)


@breaks("8.2", "a share that the returns do not give")
def _(case: Case) -> Report:
    position = case.last("TriggerDecided")
    body = json.loads(canonical_bytes(dict(case.writer.entries[position].statement.body)))
    body["shares"][0]["share"] = "1/3"
    signed_anew(case, position, "office", body=body)
    return run(case)


@breaks("8.2", "another winner than the papers give")
def _(case: Case) -> Report:
    position = case.last("CountMade")
    body = dict(case.writer.entries[position].statement.body) | {"elected": "p-birch"}
    signed_anew(case, position, "teller-1", "teller-2", body=body)
    return run(case)


@breaks("8.1", "papers entered with a reading that was never sealed")
def _(case: Case) -> Report:
    position = case.last("PapersEntered")
    body = json.loads(canonical_bytes(dict(case.writer.entries[position].statement.body)))
    body["readings"][1]["salt"] = "f" * 32
    signed_anew(case, position, "teller-1", "teller-2", body=body)
    return run(case)


# --- 9 to 11 ------------------------------------------------------------------------------------


@breaks("9.1", "a roll that no entry froze")
def _(case: Case) -> Report:
    case.rolls = {sha256(b"{}").hexdigest(): b"{}"}
    return run(case)


@breaks("9.2", "a roll that is not the one of its name")
def _(case: Case) -> Report:
    digest = str(case.writer.entries[case.last("RollFrozen")].statement.body["digest"])
    case.rolls = {digest: b"{}"}
    return run(case)


@breaks("10.1", "the figures of a unit of three opened to everybody")
def _(case: Case) -> Report:
    for n, opening in enumerate(case.writer.openings):
        if opening.field == "figures" and opening.value == SMALL:
            case.writer.openings[n] = replace(opening, visibility=Visibility.PUBLIC)
    return run(case)


@breaks("10.1", "the papers of a handful of members opened to everybody")
def _(case: Case) -> Report:
    case = recorded(few())
    for n, opening in enumerate(case.writer.openings):
        if opening.field == "papers":
            case.writer.openings[n] = replace(opening, visibility=Visibility.PUBLIC)
    return run(case)


def test_papers_of_a_handful_verify_without_being_shown_and_the_reader_is_warned() -> None:
    report = run(recorded(few()))
    assert report.verdict is Verdict.VERIFIED
    assert [
        warning for warning in report.warnings if "attested by two tellers, not proved" in warning
    ]


def test_two_keys_of_one_registrar_are_warned_of() -> None:
    """In the made record one authority registered every key, and two tellers signed each return."""
    report = run(recorded())
    said = [warning for warning in report.warnings if "were all registered by" in warning]
    assert len(said) == 1
    assert "registrar's word" in said[0]


def test_readings_that_differed_are_warned_of_with_what_settled_them() -> None:
    report = run(recorded(differed()))
    assert report.verdict is Verdict.VERIFIED
    assert [warning for warning in report.warnings if "read 1 paper differently" in warning]


@breaks("11.1", "another state than the entries give")
def _(case: Case) -> Report:
    case.claims = {SEAT: {"state": "cancelled", "result": None}}
    return run(case)


@breaks("11.1", "no claim at all")
def _(case: Case) -> Report:
    case.claims = {}
    return run(case)


# --- the table ----------------------------------------------------------------------------------

TABLE = [(number, how, change) for number, ways in BREAKS.items() for how, change in ways]


@pytest.mark.parametrize(
    ("number", "change"),
    [(number, change) for number, _, change in TABLE],
    ids=[f"{number}: {how}" for number, how, _ in TABLE],
)
def test_each_break_fails_exactly_its_check(number: str, change: Callable[[Case], Report]) -> None:
    report = change(recorded())
    assert numbers(report) == [number], report.failed
    assert report.verdict is Verdict.FAILED


def test_every_check_is_broken_at_least_once() -> None:
    here = [number for number in CHECKS if not number.startswith("22.")]
    assert sorted(BREAKS) == sorted(here), "group 22 is broken in test_held_online.py"
