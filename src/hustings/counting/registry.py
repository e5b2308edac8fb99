"""Which counting laws there are: the name, source and proof of each, and the module that carries it out."""

from dataclasses import dataclass
from enum import StrEnum


class Takes(StrEnum):
    """What papers a law counts."""

    RANKINGS = "rankings"
    FILED = "rankings in their filed order"
    MARKS = "marks"
    NUMBERS = "numbers, equal ones too"
    GRADES = "grades"
    SECTIONS = "sections"


@dataclass(frozen=True, slots=True)
class Law:
    """One counting law: who says it (``source``), and how we know that we count as it says (``validated``).

    ``module`` in ``hustings.counting.laws`` holds the law's count, called ``entry``: it takes papers,
    readings and lots. Its dataclass ``Readings``, where it has one, names the readings and their
    values, the first being the default. ``constraints``: its count also takes ``constraints=``.
    """

    id: str
    name: str
    module: str
    source: str
    validated: str
    several: bool = False
    entry: str = "count"
    takes: Takes = Takes.RANKINGS
    constraints: bool = False


_ALL = (
    Law(
        "alternative-vote",
        "Eliminating ballot (alternative vote)",
        "alternative_vote",
        "a general method; the readings are named in its clauses",
        "every round of 93 districts of New South Wales 2023 and of published leadership ballots",
        constraints=True,
    ),
    Law(
        "plurality",
        "Plurality",
        "plurality",
        "a general method",
        "worked by hand",
    ),
    Law(
        "scottish-2007",
        "Scottish local government, 2007 Order",
        "scottish",
        "SSI 2007/42, Schedule 1, rules 45 to 52",
        "every stage of 117 wards as declared in 2012 and 2017",
        several=True,
        entry="count_2007",
    ),
    Law(
        "scottish-2011",
        "Scottish local government, 2011 Order",
        "scottish",
        "SSI 2011/399, Schedule 1, rules 46 to 53 (the same text as 2007)",
        "every stage of 117 wards as declared in 2012 and 2017",
        several=True,
        entry="count_2011",
    ),
    Law(
        "ers97",
        "Electoral Reform Society rules, 1997",
        "ers97",
        "How to conduct an election by the single transferable vote, 3rd edition 1997, section 5",
        "every stage of 24 archived elections, as two independent implementations count them",
        several=True,
        constraints=True,
    ),
    Law(
        "northern-ireland",
        "Northern Ireland local elections",
        "northern_ireland",
        "Local Elections (Northern Ireland) Order 1985 (SI 1985/454), Schedule 1, rules 47 to 52",
        "worked by hand; no official papers were to be had",
        several=True,
    ),
    Law(
        "wigm",
        "US ranked choice, weighted inclusive Gregory method",
        "wigm",
        "the RCV tabulator's rules; Minneapolis Code ch. 167, Portland (Oregon) City Code 2.08",
        "every round of the tabulator's reference results; the declared winners of Portland 2024",
        several=True,
    ),
    Law(
        "senate-2016",
        "Australian Senate, as counted since 2016",
        "senate_2016",
        "Commonwealth Electoral Act 1918, section 273",
        "every published figure of the Commission's counts of two states",
        several=True,
    ),
    Law(
        "senate-2021",
        "Australian Senate, Act as amended in 2021",
        "senate_2016",
        "Commonwealth Electoral Act 1918, section 273, as amended in 2021",
        "the same steps as senate-2016, whose figures are the Commission's; no count since was to be had",
        several=True,
        entry="count_2021",
    ),
    Law(
        "irish-1992",
        "Single transferable vote, Dáil Éireann",
        "irish_1992",
        "Electoral Act 1992 (No. 23), Part XIX, with the amendments of 1997 and 2001",
        "quota, first preferences and elected of Dublin West and Meath 2002; worked by hand",
        several=True,
        takes=Takes.FILED,
    ),
    Law(
        "cambridge-ma",
        "Transferable vote of Cambridge, Massachusetts",
        "cambridge_ma",
        "General Laws of Massachusetts, chapter 54A, sections 9 and 13; the Cincinnati method",
        "first choices, quota, elected and final piles of the City Council 2021; worked by hand",
        several=True,
        takes=Takes.FILED,
    ),
    Law(
        "meek-2006",
        "Meek's method",
        "meek_2006",
        "reference rule of the Proportional Representation Foundation, nine decimals; Hill, Voting matters 22 (2006)",
        "eight elections of an independent counter, to the ninth decimal",
        several=True,
        constraints=True,
    ),
    Law(
        "warren",
        "Warren's method",
        "warren",
        "Hill and Warren, Voting matters 20 (2005); figures kept as in meek-2006, nine decimals",
        "worked by hand; independent counters, see docs/measurements/rivals.md",
        several=True,
    ),
    Law(
        "electoral-college",
        "Electoral college",
        "electoral_college",
        "a general method; the published tables of the Labour leadership election of 2010",
        "every published percentage of that election; worked by hand",
        takes=Takes.SECTIONS,
    ),
    Law(
        "card-vote",
        "Card vote",
        "card_vote",
        "a general method; card votes of party and union conferences",
        "worked by hand",
        several=True,
        takes=Takes.SECTIONS,
    ),
    Law(
        "block-vote",
        "Block vote",
        "block_vote",
        "a general method; rule books of branches and wards",
        "worked by hand",
        several=True,
        takes=Takes.MARKS,
        constraints=True,
    ),
    Law(
        "approval",
        "Approval voting",
        "approval",
        "Brams and Fishburn, American Political Science Review 72 (1978)",
        "worked by hand; independent counters, see docs/measurements/rivals.md",
        several=True,
        takes=Takes.MARKS,
    ),
    Law(
        "yes-no",
        "Yes or no, with thresholds and turnout tests",
        "yes_no",
        "a general method; tests as in section 226 of the Trade Union and Labour Relations (Consolidation) Act 1992",
        "worked by hand",
        takes=Takes.MARKS,
    ),
    Law(
        "condorcet-schulze",
        "Condorcet, by Schulze's paths",
        "condorcet_schulze",
        "Schulze, Social Choice and Welfare 36 (2011)",
        "outputs of the tool of Belenios; independent counters, see docs/measurements/rivals.md",
        several=True,
        takes=Takes.NUMBERS,
    ),
    Law(
        "majority-judgment",
        "Majority judgment",
        "majority_judgment",
        "Balinski and Laraki, Proceedings of the National Academy of Sciences 104 (2007)",
        "outputs of the tool of Belenios (reading middle: better); worked by hand",
        several=True,
        takes=Takes.GRADES,
    ),
    Law(
        "belenios-stv",
        "Transferable vote as the tool of Belenios counts it",
        "belenios_stv",
        "the behaviour of belenios-tool method stv, releases 2.0 to 3.3",
        "outputs of the tool, stored and fresh, event by event",
        several=True,
    ),
)

LAWS: dict[str, Law] = {law.id: law for law in _ALL}
"""Every law by its id, in the order in which ``hustings laws`` lists them."""
