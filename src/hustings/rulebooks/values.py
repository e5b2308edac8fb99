"""One value of a rulebook and the ground it stands on: a clause, a source, or a numbered reading."""

import re
from datetime import date, time
from fractions import Fraction
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.exact import fraction_text, read_fraction
from hustings.kernel.time import Span, read_span

T = TypeVar("T")

NO_GROUND = "give exactly one of clause, source and reading"
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class Strict(BaseModel):
    """A table of a rulebook: unknown keys are refused, nothing is converted silently, nothing changes."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        strict=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        regex_engine="python-re",
    )


def _span(value: object) -> Span:
    if isinstance(value, Span):
        return value
    if not isinstance(value, str):
        raise ValueError('write a length of time as text, like "14 days"')
    return read_span(value)


def _fraction(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, str):
        raise ValueError(
            'write an exact fraction as text, like "1/3"; a decimal number is not exact'
        )
    return read_fraction(value)


def _clock(value: object) -> time:
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError('write a time of day as text from "00:00" to "23:59", like "18:00"')
    return time(int(match[1]), int(match[2]))


SpanText = Annotated[
    Span,
    BeforeValidator(
        _span,
        json_schema_input_type=Annotated[
            str,
            Field(
                pattern=r"^\d{1,4} ((clear |working )?days?|weeks?|months?|years?)$",
                examples=["14 days"],
            ),
        ],
    ),
    PlainSerializer(str, return_type=str),
]
FractionText = Annotated[
    Fraction,
    BeforeValidator(
        _fraction,
        json_schema_input_type=Annotated[
            str, Field(pattern=r"^-?\d{1,18}/\d{1,18}$", examples=["1/3"])
        ],
    ),
    PlainSerializer(fraction_text, return_type=str),
]
ClockText = Annotated[
    time,
    BeforeValidator(
        _clock,
        json_schema_input_type=Annotated[
            str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["18:00"])
        ],
    ),
    PlainSerializer(lambda at: at.strftime("%H:%M"), return_type=str),
]
Day = date


class Cited(Strict):
    """A table that says who says so: exactly one of ``clause``, ``source`` and ``reading``."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": [ground]} for ground in ("clause", "source", "reading")]
        }
    )

    clause: str | None = Field(
        default=None, description="the clause of the text, only where the facts quote it"
    )
    source: str | None = Field(default=None, description="a published source beside the text")
    reading: int | None = Field(
        default=None, ge=1, description="the number of a reading in readings.toml"
    )

    @model_validator(mode="after")
    def _one_ground(self) -> "Cited":
        grounds = [g for g in (self.clause, self.source, self.reading) if g is not None]
        if len(grounds) != 1:
            raise ValueError(NO_GROUND)
        return self

    @property
    def citation(self) -> Citation:
        """The ground as one citation."""
        if self.clause is not None:
            return Citation(Ground.CLAUSE, self.clause)
        if self.source is not None:
            return Citation(Ground.SOURCE, self.source)
        return Citation(Ground.READING, str(self.reading))


class Rule(Cited, Generic[T]):
    """``{ value = …, clause | source | reading = … }``."""

    value: T


class Deadline(Rule[SpanText]):
    """A length of time that ends at a time of day in the rulebook's zone (end of the day where none is given)."""

    at: ClockText | None = None


Rule.model_rebuild()  # or pydantic would build it again for each of the types that a rule can have
