"""A site that is killed while electors cast, again and again, and what is in its box each time.

``python -m tests.web.booth.killing RUNS`` makes a town in the empty database of HUSTINGS_DATA or
HUSTINGS_DATABASE_URL and opens its box. In each run the site starts as ``hustings serve`` starts it, several electors
cast at once at the booth's own address, and every process of the site is ended by SIGKILL; on PostgreSQL, in every
second run, those of the database before it. Whoever got no answer sends the same ballot again to the next site, as the
booth does. The program ends with 0 only if nothing that was acknowledged is lost and nothing stands twice.
"""

import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event, Lock
from typing import TYPE_CHECKING
from unittest import mock

if TYPE_CHECKING:
    from hustings.record.notes import VerifierKey
    from hustings.store.models import Box

HOST = "vote.example.org"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "hustings.web.settings",
    "HUSTINGS_ADDRESS": f"https://{HOST}",
    "HUSTINGS_HOSTS": HOST,
    "HUSTINGS_TRUSTED_PROXIES": "1",
}
AT_ONCE = 4
"""So many electors cast at the same time."""
READY = 8
"""So many electors have a ballot ready when a site starts."""
PATIENCE = 60.0
TAKEN, REFUSED, BROKEN = 201, 409, 500


class Broken(Exception):
    """The site answered that something on its side failed; it may, once its database was killed."""


@dataclass(slots=True)
class Voter:
    """An elector who is signed in: their ballot, and the receipt once there was an answer."""

    person: str
    session: str
    ballot: bytes
    tracker: str
    address: str
    token: str = ""
    form: str = ""
    sent: bool = False
    receipt: bytes = b""

    def headers(self) -> dict[str, str]:
        """What the browser sends by itself, and what the proxy adds."""
        cookies = f"__Host-hustings={self.session}; {self.form}"
        return {"Cookie": cookies.rstrip("; "), "X_Forwarded_For": self.address}


@dataclass(frozen=True, slots=True)
class Town:
    """The seat of which the box is open, its electors, and the moment at which all of this happens.

    Apart from them stand ballots that rival each other: of one elector, and of one code in several hands.
    """

    contest: str
    now: datetime
    box: "Box"
    key: "VerifierKey"
    voters: list[Voter]
    with_one_session: list[Voter]
    with_one_code: list[Voter]


@dataclass(frozen=True, slots=True)
class Kill:
    """When to kill: after so many answers and some seconds more; and whether the database dies as well."""

    answers: int
    seconds: float
    database: bool


def main(runs: int) -> None:
    """Make the town, kill its site so many times, and let the last one finish what is left."""
    os.environ.update(ENVIRONMENT)
    from hustings.cli.serve import prepare

    prepare(quiet=True)
    town = make_town(READY * runs)
    for run in range(runs):
        kill = planned(run)
        ready = [voter for voter in town.voters if not voter.receipt][:READY]
        cast_until_killed(town, ready, kill)
        inside = look_into_the_box(town)
        told = sum(bool(voter.receipt) for voter in town.voters)
        died = "site and database" if kill.database else "site"
        say(f"{run + 1}: {died} killed; {told} receipts, {inside} ballots, accepted")
    finish(town)


def planned(run: int) -> Kill:
    """Other numbers and moments in every run, the same in every repetition."""
    from django.db import connection

    on_server = connection.vendor == "postgresql"
    return Kill(run % 6, Random(run).uniform(0, 0.15), database=on_server and run % 2 == 1)


def finish(town: Town) -> None:
    """Whoever was sending when the last site died sends again, and every ballot stands once.

    Then several ballots of one elector come at once, and several of one code: one of them is taken.
    """
    left = [voter for voter in town.voters if voter.sent and not voter.receipt]
    with site(town.now) as port, ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda voter: cast(town, voter, port), left))
        for rivals in (town.with_one_session, town.with_one_code):
            list(threads.map(lambda voter: open_booth(town, voter, port), rivals))
            answers = list(threads.map(lambda voter: hand_in(town, voter, port)[0], rivals))
            assert sorted(answers) == [TAKEN, *[REFUSED] * (len(rivals) - 1)], answers
            town.voters.extend(one for one in rivals if one.receipt)
    inside = look_into_the_box(town)
    told = sum(bool(voter.receipt) for voter in town.voters)
    assert inside == told == sum(voter.sent for voter in town.voters), (inside, told)
    say("of several ballots of one elector, and of one code, sent at once, one was taken each time")
    say(f"{told} receipts, {inside} ballots: every ballot that was sent stands once")


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# --- the town -----------------------------------------------------------------------------------------


def make_town(voters: int, spares: int = 0) -> Town:
    """Play the seat to the opening of its box, sign the electors in and seal a ballot for each."""
    from django.conf import settings

    from hustings.ballots.secret.hashes import fingerprint
    from hustings.record.notes import KeyKind, verifier_key
    from hustings.store import boxes
    from hustings.store.log_key import log_key
    from tests.conduct import town as towns
    from tests.conduct.polls import PAPERS, fill_roll, patch_clock, walk_to_the_box
    from tests.conduct.voters import UUID, small_election
    from tests.proceedings.walk import BRANCHES
    from tests.web.seats import found_union

    small = small_election(voters + 2 * AT_ONCE + spares)
    walk = walk_to_the_box(PAPERS, election=small.election.fingerprint)
    began = walk.entries[0][1]
    union = found_union(began.replace(year=began.year - 1))
    towns.fill_town(union, began.date())
    with patch_clock(walk.now):
        union.play(walk, towns.SEAT)
    town = towns.Town(walk, union, lambda _: None)
    of_each = -(-(voters + 2 * AT_ONCE) // len(BRANCHES))
    fill_roll(town, of_each)
    organisation = union.organisation
    box = boxes.make_box(
        organisation, towns.SEAT, UUID, small.public, small.records(), walk.now, replacement=False
    )

    def voter(number: int, code: int, turn: int = 0) -> Voter:
        person = town.person_of(f"C-{BRANCHES[number // of_each]}-{number % of_each}")
        person.email = f"elector-{number}@members.example"
        person.save()
        client = towns.signed_in(person.reference)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        ballot = small.ballot(code, (2, 1, 3), turn)
        address = f"192.0.2.{1 + number % 250}"
        return Voter(person.reference, session, ballot, fingerprint(ballot), address)

    key = verifier_key(organisation.origin, KeyKind.ED25519, log_key(organisation))
    return Town(
        f"/booth/contests/{towns.SEAT}/",
        walk.now,
        box,
        key,
        [voter(number, number) for number in range(voters)],
        [voter(voters, voters, turn) for turn in range(AT_ONCE)],
        [voter(voters + 1 + n, voters + 1, n) for n in range(AT_ONCE)],
    )


# --- the site -----------------------------------------------------------------------------------------


@contextmanager
def site(now: datetime) -> Iterator[int]:
    """A site of two processes with eight threads each, on a free port, until SIGKILL; its clock stands at ``now``."""
    from django.db import connections

    from hustings.cli.serve import listen

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    connections.close_all()
    group = os.fork()
    if group == 0:
        os.setsid()
        with mock.patch("hustings.conduct.clock.now", return_value=now):
            listen("127.0.0.1", port, 2)
        os._exit(0)
    try:
        wait_for(port)
        yield port
    finally:
        os.killpg(group, signal.SIGKILL)
        os.waitpid(group, 0)


def wait_for(port: int) -> None:
    """Until the site answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            ask(port, "GET", "/sign-in/")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def ask(
    port: int, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, bytes, str]:
    """One request as the proxy before the site passes it on: status, body, and the cookie of its forms."""
    own = {
        "Host": HOST,
        "Origin": f"https://{HOST}",
        "X-Forwarded-Proto": "https",
        **{name.replace("_", "-"): told for name, told in headers.items()},
    }
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body or None, own)
        answer = connection.getresponse()
        cookies = answer.headers.get_all("Set-Cookie", [])
        form = next((one.split(";")[0] for one in cookies if "hustings-form" in one), "")
        return answer.status, answer.read(), form
    finally:
        connection.close()


# --- casting and killing ------------------------------------------------------------------------------


def open_booth(town: Town, voter: Voter, port: int) -> None:
    """Ask for the contest, which comes with the token of the form."""
    status, body, voter.form = ask(port, "GET", town.contest, **voter.headers())
    assert status == 200, body
    voter.token = json.loads(body)["token"]


def hand_in(town: Town, voter: Voter, port: int) -> tuple[int, bytes]:
    """Hand the ballot in as the booth does, and keep the receipt if there is one."""
    voter.sent = True
    status, body, _form = ask(
        port, "POST", f"{town.contest}cast/", voter.ballot,
        X_CSRFToken=voter.token, Content_Type="application/json", **voter.headers(),
    )  # fmt: skip
    if status == TAKEN:
        answer = json.loads(body)
        assert answer["tracker"] == voter.tracker
        voter.receipt = answer["promise"].encode()
    return status, body


def cast(town: Town, voter: Voter, port: int) -> None:
    """Hand in a ballot that nothing speaks against."""
    status, body = hand_in(town, voter, port)
    if status == BROKEN:
        raise Broken
    assert status == TAKEN, body


def cast_until_killed(town: Town, ready: Sequence[Voter], kill: Kill) -> None:
    """Let the electors cast, and end the site at the planned moment, whatever it is doing then."""
    answers, lock, enough = 0, Lock(), Event()
    if kill.answers == 0:
        enough.set()

    def try_to_cast(voter: Voter) -> None:
        nonlocal answers
        try:
            cast(town, voter, port)
        except (OSError, HTTPException):
            return  # the site is gone; nobody knows whether the ballot stands
        except Broken:
            if kill.database:
                return
            raise
        with lock:
            answers += 1
            if answers >= kill.answers:
                enough.set()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        with site(town.now) as port:
            for voter in ready:
                if not voter.token:
                    open_booth(town, voter, port)
            casting = [threads.submit(try_to_cast, voter) for voter in ready]
            assert enough.wait(PATIENCE), [one.exception() for one in casting if one.done()]
            time.sleep(kill.seconds)
            if kill.database:
                kill_the_database()
        for one in casting:
            one.result()


def kill_the_database() -> None:
    """SIGKILL to a process of PostgreSQL, on which its server ends all others and recovers from its log."""
    from django.db import OperationalError, connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
        os.kill(max(pids), signal.SIGKILL)
    until = time.monotonic() + PATIENCE
    while connection.is_usable():
        assert time.monotonic() < until, "the server did not notice"
        time.sleep(0.01)
    connection.close()
    while True:
        try:
            return connection.ensure_connection()
        except OperationalError:
            assert time.monotonic() < until, "the server did not recover"
            time.sleep(0.05)


# --- the box ------------------------------------------------------------------------------------------


def look_into_the_box(town: Town) -> int:
    """The archive verifies; each receipt is in it, once; whatever stands, stands whole. How many ballots there are."""
    import secrets

    from hustings.ballots.secret.archive import EventType
    from hustings.ballots.secret.hashes import fingerprint
    from hustings.ballots.secret.making.archives import resume
    from hustings.conduct.boxing import archive_of
    from hustings.record.receipts import check_receipt, read_receipt
    from hustings.store.models import Cast, CastLink, Mark
    from hustings.verifier.belenios.engines import engine_for
    from hustings.verifier.belenios.verify import ArchiveVerdict, verify_archive

    archive = archive_of(town.box)
    report = verify_archive(archive, engine_for, map, secrets.randbelow)
    assert report.verdict is ArchiveVerdict.ACCEPT, report
    inside = [
        fingerprint(data[0])
        for event, data in resume(archive).events
        if event.type is EventType.BALLOT
    ]
    assert len(inside) == len(set(inside)), "a ballot stands twice"
    for voter in town.voters:
        if voter.receipt:
            receipt = read_receipt(voter.receipt)
            check_receipt(receipt, town.key)
            assert receipt.tracker in inside, f"{receipt.tracker} has a receipt and is lost"
    assert set(inside) <= {voter.tracker for voter in town.voters if voter.sent}
    kept = [Cast.objects.count(), CastLink.objects.count(), Mark.objects.count()]
    assert kept == [len(inside)] * 3, f"{kept} beside {len(inside)} ballots"
    return len(inside)


if __name__ == "__main__":
    main(int(sys.argv[1]))
