"""What the demonstration says of itself: what happened on each seat, whom to trust, and how to sign in."""

from collections.abc import Iterator

from hustings.conduct import clock
from hustings.conduct.demo.building import Built
from hustings.conduct.reading import read_seat, seat_ids
from hustings.proceedings.coming import what_comes_next
from hustings.proceedings.telling import where_it_stands
from hustings.store import log
from hustings.timetable.sentences import in_english


def report(built: Built) -> Iterator[str]:
    """The lines that ``make demo`` prints about what it has played."""
    organisation = built.cast.organisation
    entries = log.size(organisation)
    yield f"{organisation.name}: {built.members:,} members, {entries} entries, {built.scenes} scenes."
    for name in seat_ids(organisation):
        seat = read_seat(organisation, name)
        now = clock.now()
        yield ""
        yield f"{seat.state.seat} ({seat.state.entries} entries, rulebook {seat.rulebook.id})"
        yield f"  {where_it_stands(seat.state, seat.rulebook, now)}"
        names = seat.names()
        if seat.state.candidate is not None:
            yield f"  Candidate: {names.get(seat.state.candidate, seat.state.candidate)}."
        coming = what_comes_next(seat.state, seat.rulebook, now)
        if coming is not None:
            zone = seat.rulebook.rules.rulebook.calendar.zone
            by = "" if coming.by is None else f", by {coming.by_when(zone, in_english)}"
            yield f"  Next: {coming.what}{by}."
