"""What the schema expects at each place of a file: the table to show next to what is wrong."""

from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from hustings.rulebooks.positions import Path


@dataclass(frozen=True, slots=True)
class Shape:
    """The type at one place, the table that holds it, and the name of its key there."""

    kind: Any
    owner: type[BaseModel] | None = None
    key: str = ""


def shape_at(root: type[BaseModel], path: Path) -> Shape | None:
    """What ``root`` expects at ``path``; None where it expects nothing at all."""
    shape: Shape | None = Shape(root)
    for part in path:
        if shape is None:
            return None
        shape = _inside(shape, part)
    return shape


def keys_of(model: type[BaseModel]) -> dict[str, Shape]:
    """The keys of a table, as they are written in a file, with what each expects."""
    return {
        field.alias or name: Shape(plain_type(field.annotation), model, field.alias or name)
        for name, field in model.model_fields.items()
    }


def required_keys(model: type[BaseModel]) -> list[str]:
    """The keys that a table cannot do without."""
    return [
        field.alias or name for name, field in model.model_fields.items() if field.is_required()
    ]


def plain_type(annotation: Any) -> Any:
    """A type without ``None`` and without what pydantic hangs on it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return plain_type(get_args(annotation)[0])
    if origin in (Union, UnionType):
        rest = [each for each in get_args(annotation) if each is not NoneType]
        if len(rest) == 1:
            return plain_type(rest[0])
    return annotation


def is_table(kind: Any) -> bool:
    """Whether a type is a table with keys of its own."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inside(shape: Shape, part: str | int) -> Shape | None:
    kind, arguments = shape.kind, get_args(shape.kind)
    if is_table(kind) and isinstance(part, str):
        return keys_of(kind).get(part)
    if get_origin(kind) is list and isinstance(part, int):
        return Shape(plain_type(arguments[0]), shape.owner, shape.key)
    if get_origin(kind) is dict and isinstance(part, str):
        return Shape(plain_type(arguments[1]), shape.owner, shape.key)
    return None
