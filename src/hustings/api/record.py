"""Reading the record: seats, entries, checkpoints and proofs; public openings only. Witnesses cosign here."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Path, Query

from hustings import __version__
from hustings.api.shapes import (
    Cosigned,
    Entries,
    EntryLine,
    Proof,
    Refusal,
    SeatDetail,
    SeatLine,
    Step,
)
from hustings.conduct import clock
from hustings.conduct.entries_out import entries_after, proof_of_consistency, proof_of_inclusion
from hustings.conduct.published import NotPublishedYet, checkpoint_text
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids, the_organisation
from hustings.conduct.seats import Seat
from hustings.conduct.witnessing import LogIsSmaller, continuation_after, hand_in
from hustings.kernel.refusals import Refused
from hustings.kernel.time import instant_text
from hustings.proceedings.telling import what_comes_next, where_it_stands
from hustings.verifier.result import claim_of
from hustings.web.base.bundles import bundle_file

api = NinjaAPI(
    title="Hustings: the public record",
    version=__version__,
    docs_url=None,
    urls_namespace="api",
)
AT_ONCE = 200
LONGEST_NOTE = 32_768
STATUS_OF = {"not-ours": 409, "went-back": 409, "not-listed": 403, "does-not-hold": 403}
"""The status of a refusal to a witness; 400 for every other."""


@api.exception_handler(NoSuchSeat)
@api.exception_handler(NotPublishedYet)
def _not_there(request: HttpRequest, why: LookupError) -> HttpResponse:
    return api.create_response(request, {"because": str(why)}, status=404)


@api.get("/seats", response=list[SeatLine])
def seats(request: HttpRequest) -> list[SeatLine]:
    """Every seat of the record and where it stands, in the order of opening."""
    organisation = the_organisation()
    return [_line(read_seat(organisation, name)) for name in seat_ids(organisation)]


@api.get("/seats/{seat}", response={200: SeatDetail, 404: Refusal})
def seat(request: HttpRequest, seat: str) -> SeatDetail:
    """One seat: its result as the verifier works it out, and what comes next."""
    found = read_seat(the_organisation(), seat)
    coming = what_comes_next(found.state, found.rulebook, clock.now())
    step = None
    if coming is not None:
        by = None if coming.by is None else instant_text(coming.by)
        step = Step(what=coming.what, by=by, rule=coming.rule)
    claim: dict[str, Any] = claim_of(found.state, (one.entry for one in found.entries))
    return SeatDetail(
        **_line(found).dict(),
        rulebook_digest=found.rulebook.digest,
        result=claim["result"],
        next=step,
        candidates=found.names(),
    )


@api.get("/seats/{seat}/entries", response={200: Entries, 404: Refusal})
def entries(request: HttpRequest, seat: str, after: int = Query(0, ge=0)) -> Entries:
    """The seat's entries after its first ``after``, at most 200 at once, exactly as in the log."""
    organisation = the_organisation()
    if seat not in seat_ids(organisation):
        raise NoSuchSeat(f"The record knows no seat {seat}.")
    found = entries_after(organisation, seat, after, AT_ONCE + 1)
    lines = [
        EntryLine(entry=json.loads(content), leaf_hash=leaf.hex(), openings=list(openings))
        for content, leaf, openings in found[:AT_ONCE]
    ]
    more = after + AT_ONCE if len(found) > AT_ONCE else None
    return Entries(seat=seat, entries=lines, next=more)


@api.get("/seats/{seat}/bundle.zip", response={404: Refusal})
def bundle(request: HttpRequest, seat: str) -> HttpResponseBase:
    """The seat's bundle at the latest checkpoint, for ``hustings verify``."""
    return bundle_file(request, seat)


@api.get("/checkpoint", response={404: Refusal})
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint as a signed note (C2SP tlog-checkpoint), with its cosignatures."""
    text = checkpoint_text(the_organisation())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@api.get("/checkpoint/after/{size}", response={404: Refusal, 409: Refusal})
def checkpoint_after(request: HttpRequest, size: int = Path(ge=0)) -> HttpResponse:
    """A checkpoint and the proof that it continues the first ``size`` entries, as C2SP tlog-witness spells them."""
    try:
        shown = continuation_after(the_organisation(), size)
    except LogIsSmaller as smaller:
        return api.create_response(request, {"because": str(smaller)}, status=409)
    return HttpResponse(shown, content_type="text/plain; charset=utf-8")


@api.post("/checkpoint/cosignatures", response={200: Cosigned, 400: Refusal})
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take a checkpoint with a listed witness's cosignature. Only the signature counts, whoever brings it."""
    if len(request.body) > LONGEST_NOTE:
        because = f"A checkpoint with its cosignatures has at most {LONGEST_NOTE} bytes."
        return api.create_response(request, {"because": because}, status=413)
    taken = hand_in(the_organisation(), request.body, clock.now())
    if isinstance(taken, Refused):
        status = STATUS_OF.get(taken.code, 400)
        return api.create_response(request, {"because": taken.because}, status=status)
    return api.create_response(request, {"size": taken.size, "new": list(taken.new)}, status=200)


@api.get("/proofs/inclusion/{position}", response={200: Proof, 404: Refusal})
def inclusion(request: HttpRequest, position: int = Path(ge=0)) -> Proof:
    """Proof that the entry at a position is in the log of the latest checkpoint."""
    size, root, path = proof_of_inclusion(the_organisation(), position)
    return Proof(size=size, root=root.hex(), path=[step.hex() for step in path])


@api.get("/proofs/consistency/{size}", response={200: Proof, 404: Refusal})
def consistency(request: HttpRequest, size: int = Path(ge=1)) -> Proof:
    """Proof that nothing of the first ``size`` entries has changed since."""
    now, root, path = proof_of_consistency(the_organisation(), size)
    return Proof(size=now, root=root.hex(), path=[step.hex() for step in path])


def _line(found: Seat) -> SeatLine:
    return SeatLine(
        id=found.proceeding,
        seat=found.state.seat,
        stage=found.state.stage.value,
        rulebook=found.rulebook.id,
        entries=found.state.entries,
        sentence=where_it_stands(found.state, found.rulebook, clock.now()),
    )
