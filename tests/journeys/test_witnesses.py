"""Two outside witnesses cosign a real site's log with the real command, and see at once when it is rewritten."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hustings.cli.main import hustings
from hustings.cli.witnesses import command as witnesses
from hustings.conduct import clock
from hustings.conduct.packing import packed_bundle
from hustings.conduct.signing import sign
from hustings.conduct.trust_file import trust_text
from hustings.conduct.witness_list import follow
from hustings.kernel.refusals import Refused
from hustings.record.checkpoints import checkpoint_bytes, cosign
from hustings.record.entries import ORGANISATION, read_statement
from hustings.record.notes import KeyKind, read_verifier_key, verifier_key
from hustings.record.organisation import WitnessListed
from hustings.record.signing import sign as sign_statement
from hustings.record.witnessing import (
    NOTHING_SEEN,
    LogForked,
    NotShown,
    Seen,
    check_continues,
    read_continuation,
)
from hustings.store import checkpoints, log
from hustings.store.models import Draft, Organisation
from tests.proceedings.walk import Walk
from tests.serving import serving
from tests.store.making import LOG_KEY, MORNING
from tests.store.witnessed import (
    AGENT,
    cut_back,
    grow,
    key_of,
    listed,
    logged,
    retired,
    rewritten,
    vkey_of,
)
from tests.web.seats import OFFICE, play_alone
from tests.web.seats import key_of as office_key

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = str(Path(sys.executable).with_name("hustings"))


@dataclass(frozen=True)
class Outsider:
    """A witness with a folder of its own, and the address of the site."""

    name: str
    folder: Path
    site: str

    def run(self, *more: str) -> "subprocess.CompletedProcess[str]":
        """One look, in a process of its own as cron would start it."""
        words = [PROGRAM, "witness", "run", self.site, "--key", "key", "--state", "state.json"]
        return subprocess.run(
            [*words, *more], cwd=self.folder, capture_output=True, text=True, check=False
        )


Make = Callable[[str, str], Outsider]


@pytest.fixture
def outsider(tmp_path: Path, live_server: Any) -> Make:
    """Make a witness that the site lists, with a trust file."""

    def make(name: str, trust: str) -> Outsider:
        folder = tmp_path / name
        folder.mkdir()
        new = [PROGRAM, "witness", "new", name, "key", "--no-passphrase"]
        made = subprocess.run(new, cwd=folder, capture_output=True, text=True, check=True)
        says = WitnessListed(read_verifier_key(made.stdout.strip()))
        follow(Organisation.objects.get(), says, clock.now())
        (folder / "trust.toml").write_text(trust)
        return Outsider(name, folder, live_server.url)

    return make


def on_the_site(*words: str) -> Result:
    return CliRunner().invoke(witnesses, list(words))


def trust_in(here: Organisation) -> str:
    return f'[log]\nkey = "{verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)}"\n'


def said(done: "subprocess.CompletedProcess[str]") -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_bundle_is_anchored_once_the_witnesses_have_looked(
    outsider: Make, settings: Any, tmp_path: Path
) -> None:
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    here = play_alone(Walk("labour-2018").asked()).organisation
    pair = [outsider(name, trust_text(here)) for name in ("agent.example", "gazette.example")]
    size = checkpoints.latest(here).size  # type: ignore[union-attr]
    for one in pair:
        assert said(one.run("--trust", "trust.toml")) == (
            f"Cosigned for the first time, at {size} entries."
        )
    assert said(pair[0].run()) == f"Nothing new: {size} entries, cosigned before."
    with packed_bundle(here, "northmoor-1").file as packed:
        (tmp_path / "seat.zip").write_bytes(packed.read())
    (tmp_path / "trust.toml").write_text(trust_text(here))
    assert "quorum = 2" in trust_text(here)
    words = [PROGRAM, "verify", "seat.zip", "--trust", "trust.toml"]
    verified = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert verified.returncode == 0, verified.stdout


def test_a_rewritten_entry_is_seen_by_every_witness_and_signed_by_none(outsider: Make) -> None:
    here = logged(6)
    pair = [outsider(name, trust_in(here)) for name in ("agent.example", "gazette.example")]
    for one in pair:
        said(one.run("--trust", "trust.toml"))
    grow(here, 2, clock.now())
    rewritten(here, 3)
    for one in pair:
        broken = one.run()
        assert broken.returncode == 1
        assert "THE LOG BROKE ITS PROMISE: the 8 entries that the log has signed" in broken.stderr
        (kept,) = one.folder.glob("state.json.evidence-*.json")
        words = [PROGRAM, "witness", "weigh", kept]
        weighed = subprocess.run(words, capture_output=True, text=True, check=False)
        assert weighed.returncode == 1
        assert "PROOF THAT THE LOG BROKE ITS PROMISE" in weighed.stderr
    assert on_the_site("list").stdout.count("nothing cosigned yet") == 2


def test_a_log_put_back_to_an_earlier_day_is_seen_and_goes_on_in_another_way_as_a_fork(
    outsider: Make,
) -> None:
    """Four entries may be an old answer; six others than the six that were cosigned are not."""
    here = logged(6)
    one = outsider("agent.example", trust_in(here))
    said(one.run("--trust", "trust.toml"))
    cut_back(here, 4)
    told = [one.run() for _ in range(3)]
    assert [each.returncode for each in told] == [4, 4, 4]
    assert "4 entries, older than the 6 that you cosigned" in told[0].stderr
    assert "3 times in a row" in told[2].stderr
    rewritten(here, 3)
    grow(here, 2, clock.now())
    assert "two different histories of 6 entries" in one.run().stderr


def test_a_witness_taken_off_the_list_is_told_so(outsider: Make) -> None:
    here = logged(3)
    one = outsider("agent.example", trust_in(here))
    retired(here, "agent.example")
    turned_away = one.run("--trust", "trust.toml")
    assert turned_away.returncode == 1
    assert "is of a witness on this organisation's list" in turned_away.stderr


PAGE = (Path(__file__).parents[2] / "docs/how-to/witness-a-log.md").read_text("utf-8")
STEPS = [line for line in PAGE.splitlines() if line.startswith("$ hustings ")]


def test_the_page_of_witnesses_can_be_followed(
    live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Every command of docs/how-to/witness-a-log.md, in its order; the passphrase is typed, and the office signs."""
    for name in ("OPSLIMIT_MODERATE", "MEMLIMIT_MODERATE"):
        least = {"OPSLIMIT_MODERATE": 1, "MEMLIMIT_MODERATE": 8192}[name]
        monkeypatch.setattr(f"hustings.record.keyfiles.argon2id.{name}", least)
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    monkeypatch.chdir(tmp_path)
    here = play_alone(Walk("labour-2018").asked()).organisation
    Path("trust.toml").write_text(trust_text(here))
    told, size = [""], 0
    for step in STEPS:
        words = shlex.split(step.replace("https://record.example", live_server.url))[2:]
        given = {"KEY": told[1].strip() if told[1:] else "", "office@commonweal.example": BY_OFFICE}
        words = [given.get(word, word) for word in words]
        done = CliRunner().invoke(hustings, words, input="correct horse\ncorrect horse\n")
        assert done.exit_code == 0, f"{step}: {done.output}"
        told.append(done.stdout)
        if "--by" in words:
            assert not isinstance(signed_by_the_office(), Refused)
            size = size or log.size(here)
    *_, listing, first, again, _retire = told
    assert "gazette.example" in listing
    assert first == f"Cosigned for the first time, at {size} entries.\n"
    assert again == f"Nothing new: {size} entries, cosigned before.\n"
    assert "retired on" in on_the_site("list").stdout
    kinds = [one.statement.kind for one in log.entries_of(here, ORGANISATION)]
    assert [one for one in kinds if "Witness" in one] == ["WitnessListed", "WitnessRetired"]


BY_OFFICE = f"{OFFICE}@commonweal.example"


def signed_by_the_office() -> Any:
    """The statement that waits, signed with the office's own key as the page does it."""
    draft = Draft.objects.get(stage="waiting")
    statement = read_statement(bytes(draft.statement))
    signature = sign_statement(statement, office_key(OFFICE))
    return sign(draft.reference, OFFICE, signature.key, signature.value, now=clock.now())


def test_nothing_is_listed_before_an_officer_has_signed_it(tmp_path: Path, settings: Any) -> None:
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    here = play_alone(Walk("labour-2018").asked()).organisation
    size = log.size(here)
    for officer in ("stranger@example.org", BY_OFFICE):
        written = on_the_site("add", str(vkey_of(AGENT)), "--by", officer)
        assert on_the_site("list").stdout == "No witness is on the list.\n"
        assert log.size(here) == size
        assert written.exit_code == (0 if officer == BY_OFFICE else 1)
    assert "/sign/" in written.stdout
    assert not isinstance(signed_by_the_office(), Refused)
    assert str(vkey_of(AGENT)) in on_the_site("list").stdout
    assert checkpoints.latest(here).size == log.size(here) > size  # type: ignore[union-attr]
    again = on_the_site("add", str(vkey_of(AGENT)), "--by", BY_OFFICE)
    assert "is on the list already" in again.output
    unknown = on_the_site("retire", "nobody.example", "--by", BY_OFFICE)
    assert "No witness called nobody.example" in unknown.output


def test_a_witness_from_before_lists_were_entries_is_put_on_the_record(
    tmp_path: Path, settings: Any
) -> None:
    """The site has it already; then the record lists it too, and it can be retired."""
    settings.HUSTINGS_LOG_KEYS = settings.DATA = tmp_path
    here = play_alone(Walk("labour-2018").asked()).organisation
    listed(here, AGENT)
    other = str(verifier_key(AGENT, KeyKind.COSIGNATURE, key_of("another")))
    assert "with another key" in on_the_site("add", other, "--by", BY_OFFICE).output
    assert "not a witness on the list" in on_the_site("retire", AGENT, "--by", BY_OFFICE).output
    on_the_site("add", str(vkey_of(AGENT)), "--by", BY_OFFICE)
    assert not isinstance(signed_by_the_office(), Refused)
    on_the_site("retire", AGENT, "--by", BY_OFFICE)
    assert not isinstance(signed_by_the_office(), Refused)
    assert on_the_site("list").stdout.count("retired on") == 1
    assert "was retired" in on_the_site("add", str(vkey_of(AGENT)), "--by", BY_OFFICE).output


# --- witnesses that wait to be asked (C2SP tlog-witness) ---------------------------------------------


class Waiting(BaseHTTPRequestHandler):
    """A witness that takes checkpoints as the specification says: 409 with the size where it stands elsewhere."""

    seen: Seen
    log: Any

    def do_POST(self) -> None:
        asked = read_continuation(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/w/add-checkpoint":
            return self._say(404, b"")
        if asked.old != Waiting.seen.size:
            return self._say(409, f"{Waiting.seen.size}\n".encode())
        try:
            taken = check_continues(Waiting.seen, asked, Waiting.log)
        except (LogForked, NotShown):
            return self._say(409 if asked.old == asked.checkpoint.size else 422, b"5\n")
        Waiting.seen = Seen(taken.size, taken.root)
        whole = checkpoint_bytes(cosign(taken, key_of(AGENT), AGENT, int(clock.now().timestamp())))
        return self._say(200, whole.removeprefix(checkpoint_bytes(taken)))

    def _say(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def waiting(db: None) -> Any:
    """A waiting witness's address."""
    Waiting.seen = NOTHING_SEEN
    with serving(Waiting) as address:
        yield f"{address}/w"


def test_a_witness_that_waits_to_be_asked_is_asked(waiting: str) -> None:
    here = logged(5)
    Waiting.log = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    assert "No listed witness has an address" in on_the_site("ask").stdout
    listed(here, AGENT)
    on_the_site("address", AGENT, waiting)
    assert on_the_site("ask").stdout == "agent.example: cosigned 5 entries\n"
    grow(here, 3, clock.now())
    assert on_the_site("ask").stdout == "agent.example: cosigned 8 entries\n"
    assert on_the_site("ask").stdout == "agent.example: 8 entries, cosigned before\n"
    assert checkpoints.latest_witnessed(here) == checkpoints.latest(here)


def test_a_waiting_witness_that_has_signed_more_than_is_known_is_asked_from_there(
    waiting: str,
) -> None:
    here = logged(5)
    Waiting.log = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    listed(here, AGENT)
    on_the_site("address", AGENT, waiting)
    root = checkpoints.latest(here).root  # type: ignore[union-attr]
    Waiting.seen = Seen(5, bytes(root))
    grow(here, 2, clock.now())
    assert on_the_site("ask").stdout == "agent.example: cosigned 7 entries\n"
    Waiting.seen = Seen(9, bytes(32))
    grow(here, 1, clock.now())
    ahead = on_the_site("ask")
    assert ahead.exit_code == 1
    assert "has signed more than there is" in ahead.output


def test_what_a_waiting_witness_answers_is_told_in_a_sentence(waiting: str) -> None:
    """It saw another history of five entries; then the log grows, and it says that nothing is continued."""
    here = logged(5)
    Waiting.log = verifier_key(here.origin, KeyKind.ED25519, LOG_KEY)
    listed(here, AGENT)
    on_the_site("address", AGENT, waiting)
    Waiting.seen = Seen(5, bytes(32))
    assert "has signed another history" in on_the_site("ask").output
    grow(here, 1, clock.now())
    assert "does not see that the log continues" in on_the_site("ask").output
    retired(here, AGENT)
    lost = verifier_key(AGENT, KeyKind.COSIGNATURE, key_of("another"))
    follow(here, WitnessListed(lost), MORNING)
    on_the_site("address", AGENT, f"{waiting}/nowhere")
    told = on_the_site("ask")
    assert "does not know this log; have its operator list it" in told.output
    assert told.exit_code == 1
