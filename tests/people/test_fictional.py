"""Fictional members are the same for the same seed."""

from datetime import date

from hustings.people.fictional import fictional_affiliates, fictional_branches, fictional_members

DAY = date(2026, 11, 9)
UNITS = fictional_branches(30)


def test_the_same_seed_gives_the_same_members() -> None:
    one, two = (list(fictional_members("seed", 200, UNITS, DAY)) for _ in range(2))
    assert one == two


def test_another_seed_gives_other_members() -> None:
    one, two = (list(fictional_members(seed, 200, UNITS, DAY)) for seed in ("one", "two"))
    assert one != two


def test_a_longer_list_begins_with_the_shorter_one() -> None:
    longer = list(fictional_members("seed", 300, UNITS, DAY))
    assert longer[:200] == list(fictional_members("seed", 200, UNITS, DAY))


def test_numbers_and_ids_are_never_repeated() -> None:
    numbers = [member.number for member in fictional_members("seed", 500, UNITS, DAY)]
    assert len(set(numbers)) == 500
    assert len({unit.id for unit in (*UNITS, *fictional_affiliates(60))}) == 90


def test_addresses_lead_nowhere() -> None:
    mailed = [m.email for m in fictional_members("seed", 500, UNITS, DAY) if m.email]
    assert mailed
    assert all(address.endswith("@members.example") for address in mailed)


def test_members_are_spread_over_all_units() -> None:
    assert {m.unit for m in fictional_members("seed", 2000, UNITS, DAY)} == {u.id for u in UNITS}
