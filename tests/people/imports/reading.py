"""Reads a list from bytes, or collects what was wrong with it."""

from io import BytesIO
from typing import Any

import pytest

from hustings.kernel.refusals import BadInput
from hustings.people.imports.plan import ImportPlan, plan_members
from hustings.people.imports.table import CsvOptions
from hustings.people.members import Member
from tests.people.making import EASTWATER, NORTHMOOR

HEADER = "number,family_name,given_name,unit,class,joined,email"
ROW = "C-1,Fernlight,Alder,northmoor,full,2015-03-01,alder@members.example"


def rows(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in (HEADER, *lines)).encode()


def read(content: bytes, old: tuple[Member, ...] = (), **options: Any) -> ImportPlan[Member]:
    units = (NORTHMOOR, EASTWATER)
    return plan_members("members.csv", BytesIO(content), CsvOptions(**options), old, units)


def one(content: bytes, **options: Any) -> Member:
    (member,) = read(content, **options).records
    return member


def wrong(content: bytes, **options: Any) -> list[str]:
    with pytest.raises(BadInput) as refused:
        read(content, **options)
    return [str(problem) for problem in refused.value.problems]
