"""Reading the record: seats, entries, checkpoints and proofs; public openings only. Witnesses cosign here."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Path, Query
from ninja.errors import ValidationError

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
from hustings.conduct.packing import GrewMeanwhile
from hustings.conduct.published import NotPublishedYet, checkpoint_text
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids, the_organisation
from hustings.conduct.seats import Seat
from hustings.conduct.witnessing import LogIsSmaller, continuation_after, hand_in
from hustings.kernel.refusals import Refused
from hustings.kernel.time import instant_text
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.telling import where_it_stands
from hustings.verifier.result import claim_of
from hustings.web.base.bundles import bundle_file
from hustings.web.base.packed import ASK_AGAIN

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
NO = {404: Refusal}
NO_OF_FORM = {404: Refusal, 422: Refusal}
MOST = 2**53
"""No log has so many entries; numbers beyond it are not looked up."""
Number = Annotated[int, Path(ge=0, le=MOST)]


@api.exception_handler(NoSuchSeat)
@api.exception_handler(NotPublishedYet)
def _not_there(request: HttpRequest, why: LookupError) -> HttpResponse:
    return _no(request, str(why), 404)


@api.exception_handler(ValidationError)
def _not_of_the_form(request: HttpRequest, why: ValidationError) -> HttpResponse:
    told = "; ".join(f"{error['loc'][-1]}: {error['msg']}" for error in why.errors)
    return _no(request, f"This cannot be asked so: {told}.", 422)


@api.exception_handler(GrewMeanwhile)
def _grew(request: HttpRequest, why: GrewMeanwhile) -> HttpResponse:
    answer = _no(request, "The seat's record is growing at this moment; ask again.", 503)
    answer["Retry-After"] = str(ASK_AGAIN)
    return answer


def _no(request: HttpRequest, because: str, status: int) -> HttpResponse:
    return api.create_response(request, {"because": because}, status=status)


def _also(kinds: Mapping[int, str]) -> dict[str, Any]:
    """For the description: the kind of each answer that is no JSON, by its status."""
    told = {
        status: {
            "description": "OK" if kind else "Not modified",
            "content": {kind: {"schema": {"type": "string"}}} if kind else {},
        }
        for status, kind in kinds.items()
    }
    return {"responses": told}


@api.get("/seats", response={200: list[SeatLine], **NO})
def seats(request: HttpRequest) -> list[SeatLine]:
    """Every seat of the record and where it stands, in the order of opening."""
    organisation = the_organisation()
    return [_line(read_seat(organisation, name)) for name in seat_ids(organisation)]


@api.get("/seats/{seat}", response={200: SeatDetail, **NO})
def seat(request: HttpRequest, seat: str) -> SeatDetail:
    """One seat: its result as the verifier works it out, and what comes next."""
    found = read_seat(the_organisation(), seat)
    coming = what_comes_next(found.state, found.rulebook, clock.now())
    step = None
    if coming is not None:
        by = None if coming.by is None else instant_text(coming.by)
        step = Step(what=coming.what, by=by, rule=str(coming.rule or ""), note=coming.note)
    claim: dict[str, Any] = claim_of(found.state, (one.entry for one in found.entries))
    return SeatDetail(
        **_line(found).dict(),
        rulebook_digest=found.rulebook.digest,
        result=claim["result"],
        next=step,
        candidates=found.names(),
    )


@api.get("/seats/{seat}/entries", response={200: Entries, **NO_OF_FORM})
def entries(request: HttpRequest, seat: str, after: int = Query(0, ge=0, le=MOST)) -> Entries:
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


@api.get(
    "/seats/{seat}/bundle.zip",
    response={**NO, 503: Refusal},
    openapi_extra=_also({200: "application/zip", 304: ""}),
)
def bundle(request: HttpRequest, seat: str) -> HttpResponseBase:
    """The seat's bundle at the latest checkpoint, for ``hustings verify``."""
    return bundle_file(request, seat)


@api.get("/checkpoint", response=NO, openapi_extra=_also({200: "text/plain"}))
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint as a signed note (C2SP tlog-checkpoint), with its cosignatures."""
    text = checkpoint_text(the_organisation())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@api.get(
    "/checkpoint/after/{size}",
    response={**NO_OF_FORM, 409: Refusal},
    openapi_extra=_also({200: "text/plain"}),
)
def checkpoint_after(request: HttpRequest, size: Number) -> HttpResponse:
    """A checkpoint and the proof that it continues the first ``size`` entries, as C2SP tlog-witness spells them."""
    try:
        shown = continuation_after(the_organisation(), size)
    except LogIsSmaller as smaller:
        return _no(request, str(smaller), 409)
    return HttpResponse(shown, content_type="text/plain; charset=utf-8")


@api.post(
    "/checkpoint/cosignatures",
    response={200: Cosigned, **dict.fromkeys((400, 403, 404, 409, 413), Refusal)},
)
def cosignatures(request: HttpRequest) -> HttpResponse:
    """Take a checkpoint with a listed witness's cosignature. Only the signature counts, whoever brings it."""
    announced = request.headers.get("Content-Length", "")
    if (announced.isdecimal() and int(announced) > LONGEST_NOTE) or len(
        request.body
    ) > LONGEST_NOTE:
        because = f"A checkpoint with its cosignatures has at most {LONGEST_NOTE} bytes."
        return _no(request, because, 413)
    taken = hand_in(the_organisation(), request.body, clock.now())
    if isinstance(taken, Refused):
        return _no(request, taken.because, STATUS_OF.get(taken.code, 400))
    return api.create_response(request, {"size": taken.size, "new": list(taken.new)}, status=200)


@api.get("/proofs/inclusion/{position}", response={200: Proof, **NO_OF_FORM})
def inclusion(request: HttpRequest, position: Number) -> Proof:
    """Proof that the entry at a position is in the log of the latest checkpoint."""
    size, root, path = proof_of_inclusion(the_organisation(), position)
    return Proof(size=size, root=root.hex(), path=[step.hex() for step in path])


@api.get("/proofs/consistency/{size}", response={200: Proof, **NO_OF_FORM})
def consistency(request: HttpRequest, size: int = Path(ge=1, le=MOST)) -> Proof:
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
