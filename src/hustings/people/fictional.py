"""Plainly fictional members, units and affiliations, the same for the same seed, for demos and benchmarks."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from hashlib import sha256

from hustings.people.members import Member
from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType

_GIVEN = (
    *("Alder", "Bryony", "Cinder", "Dapple", "Ember", "Fennel", "Gorse", "Heather", "Isle"),
    *("Juniper", "Kestrel", "Linnet", "Merle", "Nettle", "Oriel", "Pebble", "Quill", "Rowan"),
    *("Sorrel", "Teasel", "Umber", "Verity", "Wren", "Yarrow", "Zinnia"),
)
_FAMILY_FIRST = ("Fern", "Moss", "Tarn", "Quill", "Lantern", "Thistle", "Copper", "Willow", "Amber")
_FAMILY_LAST = ("light", "stone", "water", "whistle", "barrow", "feather", "kettle", "button")
_STREETS = ("Lantern Row", "Thimble Lane", "Kettle Street", "Bobbin Walk", "Harbour Steps")
_PLACES = (
    *("Northmoor", "Eastwater", "Arrowvale", "Saltmere", "Hollowford", "Windle Cross"),
    *("Upper Tansy", "Lower Tansy", "Brackenhythe", "Quayside", "Millrace", "Far Dunning"),
)
_SOCIETIES = ("Weavers' Circle", "Lamplighters' Guild", "Ferry Hands' League", "Allotment Society")
_CLASSES = ("full",) * 17 + ("reduced", "family", "supporter")


class _Draw:
    """Numbers drawn from a seed and a place in the list by hashing; no coin is random here."""

    def __init__(self, seed: str, place: int) -> None:
        self._left = int.from_bytes(
            sha256(f"hustings/fictional/v1\n{place}\n{seed}".encode()).digest()
        )

    def below(self, limit: int) -> int:
        """Draw a number from 0 to ``limit`` - 1."""
        self._left, drawn = divmod(self._left, limit)
        return drawn

    def one_of(self, things: Sequence[str]) -> str:
        """Draw one of some words."""
        return things[self.below(len(things))]


def fictional_branches(count: int) -> tuple[Unit, ...]:
    """Branches of the Commonweal Union in fictional places."""
    units: list[Unit] = []
    for at in range(count):
        round_, place = divmod(at, len(_PLACES))
        name = f"{_PLACES[place]} {round_ + 1}" if round_ else _PLACES[place]
        id_ = f"branch-{at + 1:04d}"
        units.append(Unit(id_, f"{name} branch", UnitType.BRANCH, "Commonweal Union", name))
    return tuple(units)


def fictional_affiliates(count: int) -> tuple[Unit, ...]:
    """Affiliates: several branches each of a few fictional societies."""
    units: list[Unit] = []
    for at in range(count):
        society = _SOCIETIES[at % len(_SOCIETIES)]
        place = _PLACES[at // len(_SOCIETIES) % len(_PLACES)]
        id_ = f"affiliate-{at + 1:04d}"
        units.append(Unit(id_, f"{society}, {place}", UnitType.AFFILIATE, society, place))
    return tuple(units)


def fictional_affiliations(
    seed: str, units: Sequence[Unit], day: date, evidence: Sequence[str]
) -> tuple[Affiliation, ...]:
    """An affiliation for every unit, begun one to ten years before ``day``, fees paid for its year."""
    affiliations: list[Affiliation] = []
    for at, unit in enumerate(units):
        draw = _Draw(f"{seed}/affiliation", at)
        since = day - timedelta(days=365 + draw.below(3285))
        paid = date(day.year, 12, 31)
        affiliations.append(Affiliation(unit.id, Spell(since), paid, tuple(evidence)))
    return tuple(affiliations)


def fictional_members(seed: str, count: int, units: Sequence[Unit], day: date) -> Iterator[Member]:
    """Members of the given units as a list might hold them on ``day``, about nine in ten eligible."""
    for at in range(count):
        yield _member(_Draw(seed, at), at, units, day)


def _member(draw: _Draw, at: int, units: Sequence[Unit], day: date) -> Member:
    given = draw.one_of(_GIVEN)
    family = draw.one_of(_FAMILY_FIRST) + draw.one_of(_FAMILY_LAST)
    unit = units[draw.below(len(units))]
    number = f"C-{at + 1:07d}"
    joined = day - timedelta(days=draw.below(7300))
    earlier = Spell(joined - timedelta(days=900), joined - timedelta(days=100))
    lapsed = draw.below(40) == 0
    owes = draw.below(25) == 0
    suspended = draw.below(500) == 0
    house, street = 1 + draw.below(180), draw.one_of(_STREETS)
    return Member(
        number=number,
        family_name=family,
        given_name=given,
        unit=unit.id,
        member_class=draw.one_of(_CLASSES),
        membership=(earlier, Spell(joined)) if lapsed else (Spell(joined),),
        email=f"{given}.{family}.{at + 1}@members.example".lower() if draw.below(12) else None,
        post=f"{house} {street}, {unit.area or unit.name}",
        born=day - timedelta(days=5900 + draw.below(24000)),
        arrears=Spell(day - timedelta(days=1 + draw.below(300))) if owes else None,
        suspensions=(Spell(day - timedelta(days=30)),) if suspended else (),
    )
