"""A site as its witnesses reach it: two addresses that are read, one that takes what they signed."""

import json
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import click

PATIENCE = 30.0
"""Seconds that a site may keep silent."""
LONGEST = 100_000
"""Bytes of an answer that are read: 63 steps of a proof and 100 signatures are less than half of it."""
CHECKPOINT = "/api/v1/checkpoint"


class TryAgain(click.ClickException):
    """Nothing is wrong with the log; it could not be looked at now."""

    exit_code = 4


class NotTaken(Exception):
    """The site answers no, with its status and its sentence."""

    def __init__(self, status: int, because: str) -> None:
        super().__init__(because)
        self.status = status
        self.because = because


class Site(Protocol):
    """What a witness asks of whoever runs the log."""

    def after(self, size: int) -> bytes | None:
        """The continuation of a log of that size; ``None`` where the site says that its log is smaller."""
        ...

    def newest(self) -> bytes:
        """The newest checkpoint."""
        ...

    def hand_in(self, cosigned: bytes) -> None:
        """Give back the checkpoint with the cosignature; ``NotTaken`` where the site does not take it."""
        ...


class _StaysHere(HTTPRedirectHandler):
    """A signature goes to the address that was given, and to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from an address."""

    status: int
    body: bytes
    elsewhere: str = ""


_open = build_opener(_StaysHere).open


def web_address(address: str) -> str:
    """An address of the web as it was given, without a slash at its end."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.ClickException(
            f"{address} is not an address of the web; it is written https://record.example"
        )
    return address.rstrip("/")


def answer_of(address: str, body: bytes | None = None) -> Answer:
    """Ask an address (with a body: hand it in); ``TryAgain`` where nothing comes back."""
    asked = Request(address, body, {"Content-Type": "text/plain; charset=utf-8"})  # noqa: S310  (http and https only)
    try:
        with _open(asked, timeout=PATIENCE) as answer:
            found = Answer(200, answer.read(LONGEST + 1))
    except HTTPError as no:
        with no:
            found = Answer(no.code, no.read(LONGEST + 1), no.headers.get("Location", ""))
    except (URLError, OSError, HTTPException) as problem:
        why = getattr(problem, "reason", None) or problem
        raise TryAgain(f"{address} cannot be reached: {why}.") from None
    if len(found.body) > LONGEST:
        raise TryAgain(f"{address} answers with more than {LONGEST} bytes.")
    return found


def because(no: Answer) -> str:
    """The site's own sentence, or what its status says."""
    if no.elsewhere:
        return f"the address sends elsewhere, to {no.elsewhere}; give that address."
    try:
        return str(json.loads(no.body)["because"])[:500]
    except (ValueError, KeyError, TypeError, RecursionError):
        return f"the answer has status {no.status}."


class WebSite:
    """A site by its address, such as https://record.example."""

    def __init__(self, address: str) -> None:
        self.address = web_address(address)

    def after(self, size: int) -> bytes | None:
        try:
            return self._ask(f"{CHECKPOINT}/after/{size}")
        except NotTaken as no:
            if no.status == 409:
                return None
            raise

    def newest(self) -> bytes:
        return self._ask(CHECKPOINT)

    def hand_in(self, cosigned: bytes) -> None:
        self._ask(f"{CHECKPOINT}/cosignatures", cosigned)

    def _ask(self, path: str, body: bytes | None = None) -> bytes:
        answer = answer_of(self.address + path, body)
        if answer.status != 200:
            raise NotTaken(answer.status, because(answer))
        return answer.body
