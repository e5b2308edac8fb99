"""Where the demonstration plays: four fictional areas with their branches and affiliates."""

from datetime import date

from hustings.people.spells import Spell
from hustings.people.units import Affiliation, Unit, UnitType

NAME = "Commonweal Union"
SLUG = "commonweal"
ORIGIN = "record.commonweal.example"

BRANCHES = {
    "Northmoor": (
        *("Lanternhythe", "Far Dunning", "Millrace", "Upper Tansy", "Lower Tansy"),
        *("Windle Cross", "Saltmere", "Brackenhythe", "Kettlewick"),
    ),
    "Eastwater": (
        *("Quayside", "Bobbin Hill", "Thimble Green", "Hollowford", "Ferry Steps", "Amberley Dyke"),
        *("Tarnside", "Copper Yard", "Willowgate", "Eelmarsh", "Candle Wharf"),
    ),
    "Arrowvale": (
        *("Fletcher's Rise", "Mossbarrow", "Quillhaven", "Greyfeather", "Nock End", "Shaft Lane"),
        "Bowyer Street",
    ),
    "Tidewell": ("Saltpan", "Curlew Bank", "Cockle Row", "Lantern Sands"),
}
AFFILIATES = {
    "Northmoor": (
        *("Weavers' Circle", "Lamplighters' Guild", "Ferry Hands' League", "Allotment Society"),
        "Bell Ringers' Union",
    ),
    "Eastwater": (
        *("Weavers' Circle", "Ferry Hands' League", "Net Menders' Society", "Lamplighters' Guild"),
    ),
    "Arrowvale": ("Fletchers' Company", "Allotment Society", "Lamplighters' Guild"),
    "Tidewell": ("Weavers' Circle", "Cockle Gatherers' Guild"),
}
MEMBERS = {"Northmoor": 2600, "Eastwater": 3100, "Arrowvale": 1900, "Tidewell": 240}
"""How many members the list has in each area."""

QUIET = (
    *("Sedgemere", "Highfold", "Larkrise Edge", "Stonehythe"),
    *("Middlewater", "Farholm", "Ashby Fold", "Withy Marsh"),
)
"""Fictional areas around them in which nothing is being decided."""

HOME = {"Northmoor": "northmoor-saltmere", "Eastwater": "eastwater-willowgate"}
"""The branch whose members a visitor can play: its return is the one to contest. Elsewhere the first one."""

LATE_TO_AFFILIATE = "Bell Ringers' Union"
"""Affiliated after the cut-off, so that its unit does not count; the roll of units says why."""


def reference(area: str, name: str) -> str:
    """A unit's reference: ``northmoor-far-dunning``."""
    plain = "".join(c if c.isalnum() else "-" for c in f"{area} {name}".lower().replace("'", ""))
    return "-".join(filter(None, plain.split("-")))


def branches_of(area: str) -> tuple[Unit, ...]:
    """The branches of an area."""
    return tuple(
        Unit(reference(area, name), f"{name} branch", UnitType.BRANCH, NAME, area)
        for name in BRANCHES[area]
    )


def affiliates_of(area: str) -> tuple[Unit, ...]:
    """The affiliates of an area."""
    return tuple(
        Unit(reference(area, name), f"{name}, {area}", UnitType.AFFILIATE, name, area)
        for name in AFFILIATES[area]
    )


def affiliations_of(area: str, opened: date) -> tuple[Affiliation, ...]:
    """One affiliation for each affiliate, with the evidence that the model rules ask for."""
    papers = ("affiliation form", "receipt for the fee")
    long_ago = date(opened.year - 4, 2, 1)
    return tuple(
        Affiliation(
            unit.id,
            Spell(opened if unit.organisation == LATE_TO_AFFILIATE else long_ago),
            date(opened.year, 12, 31),
            papers,
        )
        for unit in affiliates_of(area)
    ) + tuple(
        Affiliation(unit.id, Spell(long_ago), None, ("minute of the branch's formation",))
        for unit in branches_of(area)
    )


def seat_map() -> dict[str, object]:
    """Where the areas lie, as HexJSON: three rows of four, the second moved by half a hexagon."""
    rows = (
        (QUIET[0], "Northmoor", QUIET[1], "Tidewell"),
        (QUIET[2], QUIET[3], "Eastwater", QUIET[4]),
        ("Arrowvale", QUIET[5], QUIET[6], QUIET[7]),
    )
    return {
        "layout": "odd-r",
        "hexes": {
            f"{r}-{q}": {"n": name, "q": q, "r": -r}
            for r, row in enumerate(rows)
            for q, name in enumerate(row)
        },
    }
