"""The office's side of a seat: whom and what it knows, and acting on exactly what was seen."""

from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Concat

from hustings.conduct import acting, clock
from hustings.conduct.boxing import refuse_other_order
from hustings.conduct.drafting import Waiting
from hustings.conduct.entering import Entered
from hustings.conduct.reading import NoSuchSeat, read_seat, seat_ids
from hustings.conduct.seats import Seat
from hustings.kernel.refusals import Refused
from hustings.people.units import Unit
from hustings.proceedings.deciding import decide
from hustings.proceedings.entry import Entry
from hustings.proceedings.state import Selection
from hustings.proceedings.values import Visibility
from hustings.rulebooks.loader import Rulebook
from hustings.store import log, membership
from hustings.store.models import Draft, Notice, Organisation, Person, PublicKey
from hustings.store.models.drafts import DraftStage
from hustings.store.models.persons import KeyState


def seats(organisation: Organisation) -> list[Seat]:
    """Every seat as the parties may see it, in the order of opening."""
    return [read_seat(organisation, one, Visibility.PARTIES) for one in seat_ids(organisation)]


def names_of(organisation: Organisation) -> dict[str, str]:
    """The names of everybody who has or had a role, by their references; mere members are not among them."""
    acting_ = Person.objects.filter(organisation=organisation, grants__isnull=False).distinct()
    return {one.reference: str(one) for one in acting_}


def person_called(organisation: Organisation, text: str) -> Person | None:
    """The one person whom a reference, an e-mail address or a whole name means; None where it is not one."""
    wanted = " ".join(text.split())
    known = Person.objects.filter(organisation=organisation)
    for found in (
        known.filter(reference=wanted.lower()),
        known.filter(email__iexact=wanted),
        known.annotate(whole=Concat("given_name", Value(" "), "family_name")).filter(
            whole__iexact=wanted
        ),
    ):
        if len(two := found[:2]) == 1:
            return two[0]
    return None


def every_unit(organisation: Organisation) -> tuple[Unit, ...]:
    """Every branch and affiliate of the list."""
    return membership.units(organisation)


def keys_to_register(organisation: Organisation) -> list[PublicKey]:
    """Keys that somebody asked for, and that nobody has registered yet, oldest first."""
    found = PublicKey.objects.filter(person__organisation=organisation, state=KeyState.REQUESTED)
    return list(found.select_related("person").order_by("requested_at"))


def bounced(organisation: Organisation) -> list[Notice]:
    """Notices that came back, newest first."""
    found = Notice.objects.filter(organisation=organisation, bounced_at__isnull=False)
    return list(found.select_related("person").order_by("-bounced_at"))


def unopened(organisation: Organisation, proceeding: str, rulebook: Rulebook) -> Seat:
    """A seat that is about to be opened."""
    return Seat(organisation.slug, proceeding, rulebook, Selection(), (), log.size(organisation))


def what_if(seat: Seat, command: Entry, now: datetime) -> Entry | Refused:
    """The entry that a command would lead to, or why it may not be; nothing is kept."""
    decided = decide(seat.state, command, seat.rulebook, now)
    if isinstance(decided, Refused):
        return decided
    return refuse_other_order(seat, decided[0]) or decided[0]


def act_on_seen(
    organisation: Organisation,
    proceeding: str,
    command: Entry,
    seen: int,
    *,
    rulebook: Rulebook | None = None,
    now: datetime | None = None,
) -> Entered | Waiting | Refused:
    """Act only if the seat has no entry beyond the ``seen`` ones; otherwise tell what came meanwhile."""
    try:
        seat = read_seat(organisation, proceeding, Visibility.PARTIES)
        entries, no = seat.entries, refuse_other_order(seat, command)
    except NoSuchSeat:
        entries, no = (), None
    if len(entries) != seen:
        new = ", ".join(placed.entry.kind for placed in entries[seen:])
        return Refused(
            "changed-meanwhile",
            "the record",
            f"While you were writing, somebody else entered: {new}. Look at it, then try again.",
        )
    if no is not None:
        return no
    return acting.act(organisation, proceeding, command, rulebook=rulebook, now=now or clock.now())


def withdraw_waiting(organisation: Organisation, proceeding: str, kind: str) -> int:
    """Withdraw the statements of a kind that wait for signatures, because another takes their place."""
    waiting = Draft.objects.filter(
        organisation=organisation, proceeding=proceeding, kind=kind, stage=DraftStage.WAITING
    )
    return waiting.update(stage=DraftStage.WITHDRAWN)
