"""All seats at a glance: which phase each is in, and where it lies on the organisation's map."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext

from hustings.conduct.seats import Seat
from hustings.kernel.refusals import BadInput
from hustings.proceedings.stages import Stage
from hustings.timetable.sentences import N_
from hustings.web.pictures.drawing import Picture
from hustings.web.pictures.hexagons import Phase, draw_hexagons
from hustings.web.pictures.hexjson import Layout, in_rows, read_hexjson

ASKED = (N_("Asked whether they intend to stand"), "?", "p-track")
DECIDING = (N_("Trigger ballot, readoption or petition"), "T", "p-possible")
SELECTING = (N_("Open selection"), "S", "p-possible")
ENDING = (N_("Appeals and endorsement"), "A", "p-gain")
DECIDED = (N_("Declared"), "D", "p-solid")
WAITING = (N_("Waits, or a panel selects"), "W", "p-outline")
ENDED = (N_("Cancelled or not endorsed"), "X", "p-no")

PHASES: Mapping[Stage, tuple[str, str, str]] = {
    Stage.OPENED: ASKED,
    Stage.ASKED: ASKED,
    Stage.WAITING: WAITING,
    Stage.TRIGGER: DECIDING,
    Stage.READOPTION: DECIDING,
    Stage.PETITION: DECIDING,
    Stage.APPLICATIONS: SELECTING,
    Stage.NOMINATIONS: SELECTING,
    Stage.HUSTINGS: SELECTING,
    Stage.BALLOT: SELECTING,
    Stage.COUNT: SELECTING,
    Stage.PANEL: WAITING,
    Stage.APPEALS: ENDING,
    Stage.ENDORSEMENT: ENDING,
    Stage.DECLARED: DECIDED,
    Stage.NOT_ENDORSED: ENDED,
    Stage.CANCELLED: ENDED,
}
"""The phase of each stage: its name, its letter, and how its hexagon is drawn."""


def draw_map(seats: Sequence[Seat]) -> Picture:
    """The map of all seats by phase, each as its latest proceeding has it.

    Where the organisation's map lacks one of them, all stand in rows.
    """
    phases = {seat.state.seat: _phase(seat) for seat in seats}
    return draw_hexagons(_map_with(phases) or in_rows(phases), phases, say=gettext)


def without_procedure(seats: Sequence[Seat]) -> tuple[str, ...]:
    """The seats of the organisation's map of which the record has nothing, by name."""
    known = {seat.state.seat for seat in seats}
    layout = _map_with(known)
    places = () if layout is None else layout.places
    return tuple(sorted({place.name for place in places} - known, key=str.casefold))


def _map_with(names: Collection[str]) -> Layout | None:
    """The organisation's map, where it has all of these seats."""
    layout = _given()
    if layout is None or not {place.name for place in layout.places} >= {*names}:
        return None
    return layout


def _phase(seat: Seat) -> Phase:
    name, letter, css = PHASES[seat.state.stage]
    if seat.rulebook.rules.petition is not None and seat.state.stage is Stage.OPENED:
        name, letter, css = DECIDING  # nobody is asked whether they intend to stand
    return Phase(gettext(name), letter, css)


def _given() -> Layout | None:
    place = Path(settings.HUSTINGS_SEAT_MAP)
    if not place.is_file():
        return None
    return _read(place, place.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(place: Path, changed: int) -> Layout:
    """``changed`` is in the key, so that a new file is seen at once."""
    return read_hexjson(place.read_bytes(), place.name)


@register()
def check_map(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A map that an organisation gives can be read."""
    try:
        _given()
    except BadInput as bad:
        return [Error(str(bad), id="hustings.E002")]
    return []
