"""A small server that keeps the booth's contract (docs/reference/booth.md): one contest, its box in memory."""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from nacl.signing import SigningKey

from hustings.record.notes import KeyKind, verifier_key
from hustings.record.receipts import make_receipt, receipt_bytes

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "src/hustings/web/static/booth"
TOOLS = ROOT / "booth/tools"
"""What is hosted apart; here it stands under ``/tools/``."""
KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}
KEY = SigningKey(bytes(range(32)))
NAME = "record.example.org"
RECORD = verifier_key(NAME, KeyKind.ED25519, KEY)
TOKEN, PASS = "a-token-of-this-session", "open:since:now"


def fingerprint(data: bytes) -> str:
    """SHA-256 in base64 without padding."""
    return b64encode(sha256(data).digest()).decode().rstrip("=")


@dataclass
class Box:
    """One contest: its ballot paper, its roll by public credential, and what was cast."""

    election: bytes
    roll: dict[str, str] = field(default_factory=dict)
    ballots: list[bytes] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    """Fields of the contest that this test has otherwise."""
    refuses: dict[str, Any] | None = None
    """What every ballot is answered with, instead of a receipt."""
    token: str = TOKEN
    """Of the session; another after somebody signed in again."""
    signed_out: bool = False
    broken: int = 0
    """How many ballots are kept without an answer."""
    promise_key: SigningKey = KEY
    asked: list[str] = field(default_factory=list)
    """Every address that was asked for."""

    def contest(self) -> dict[str, Any]:
        """What the booth is told."""
        told = {
            "election": "/box/election.json",
            "fingerprint": fingerprint(self.election),
            "cast": "/box/ballots",
            "credentials": "/box/credentials/",
            "box": "/box/",
            "leave": "/",
            "elector": "Ceri Example",
            "closes": "2026-12-04T18:00:00+00:00",
            "replacement": False,
            "token": self.token,
            "pass": PASS,
            "record_key": str(RECORD),
        }
        return told | self.changes

    def cast(
        self, ballot: bytes, session: tuple[str | None, str | None]
    ) -> tuple[int, dict[str, Any]]:
        """Keep a ballot once, and promise it."""
        if self.signed_out:
            return 401, {"because": "You are signed out.", "sign_in": "/sign-in/"}
        if session != (self.token, PASS):
            return 403, {"because": "This page is not of your session."}
        if self.refuses is not None:
            return 409, self.refuses
        credential = json.loads(ballot)["credential"]
        if ballot not in self.ballots:
            if self.roll.get(credential) != "free":
                return 409, {"because": "A vote was already cast with this code."}
            self.ballots.append(ballot)
            self.roll[credential] = "cast"
        tracker = fingerprint(ballot)
        uuid = json.loads(self.election)["uuid"]
        receipt = make_receipt(uuid, tracker, self.promise_key, NAME)
        return 201, {"tracker": tracker, "promise": receipt_bytes(receipt).decode()}


class Answering(BaseHTTPRequestHandler):
    """Answers for one box."""

    box: ClassVar[Box]

    def do_GET(self) -> None:
        """The booth, the contest, the ballot paper, the roll."""
        path = self.path.partition("?")[0]
        self.box.asked.append(self.path)
        folder = TOOLS if path.startswith("/tools/") else STATIC
        file = folder / path.rpartition("/")[2]
        if path == "/booth/":
            file = STATIC / "index.html"
        if path == "/booth/contests/branch-1/":
            self.say(200, self.box.contest())
        elif path == "/booth/contests/closed/":
            because = "The poll closed on Friday 4 December 2026 at 6 pm."
            self.say(409, {"because": because, "ways": [{"address": "/box/", "text": "The box"}]})
        elif path == "/booth/contests/stranger/":
            self.say(401, {"because": "Sign in to vote.", "sign_in": "/sign-in/"})
        elif path in ("/box/election.json", "/booth/contests/branch-1/election.json"):
            self.send(200, "application/json", self.box.election)
        elif path.startswith("/box/credentials/"):
            state = self.box.roll.get(path.rpartition("/")[2])
            self.say(200 if state else 404, {"state": state, "because": "A paper was accepted."})
        elif path.startswith(("/booth/", "/tools/")) and file.is_file():
            self.send(200, KINDS[file.suffix], file.read_bytes())
        else:
            self.send(404, "text/plain", b"nothing here")

    def do_POST(self) -> None:
        """A ballot."""
        ballot = self.rfile.read(int(self.headers["Content-Length"]))
        status, told = self.box.cast(
            ballot, (self.headers["X-CSRFToken"], self.headers["Booth-Pass"])
        )
        if self.box.broken:
            self.box.broken -= 1
            self.connection.close()
            return
        self.say(status, told)

    def say(self, status: int, told: dict[str, Any]) -> None:
        """JSON."""
        self.send(status, "application/json", json.dumps(told).encode())

    def send(self, status: int, kind: str, content: bytes) -> None:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""


@contextmanager
def serving(box: Box) -> Iterator[str]:
    """The address of a server of this box."""
    handler = type("AnsweringForThis", (Answering,), {"box": box})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
