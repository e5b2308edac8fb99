"""XML with places: elements as values with a line and a column, and nothing from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from hustings.counting.formats.json_text import Node
from hustings.counting.formats.lines import LARGEST_FILE, LONGEST_LINE
from hustings.kernel.refusals import BadInput, Problem

DEEPEST = 50
"""Elements within elements: records of votes lie less than a dozen deep."""
_BEGINS = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")


@dataclass(slots=True)
class Element:
    """One element: its name without prefix, its attributes, its own text, and what lies within it."""

    name: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""
    within: list["Element"] = field(default_factory=list["Element"])


@dataclass(frozen=True, slots=True, eq=False)
class XmlNode(Node):
    """The elements of one name within another, as a value: one of them, or all of them as a list.

    ``@id`` is the attribute ``ObjectId``. The text of an element is its value; a list of names in one
    element (``xs:IDREFS``) is gone through name by name. What both kinds do alike is called by the name
    ``Node``: a dataclass with slots is made anew, and ``super()`` would mean the class before.
    """

    elements: tuple[Element, ...]

    def refuse(self, what: str, right: str = "") -> NoReturn:
        """Turn the file back, naming the line and column of the element."""
        first = self.elements[0]
        raise BadInput(Problem(self.file, first.line, f"column {first.column}", what, right))

    def table(self) -> dict[str, object]:
        """What lies within, by name."""
        return {each.name: each.text for each in self._only_one().within}

    def get(self, key: str) -> "XmlNode | None":
        """The elements of this name, or the attribute; ``None`` where there is none."""
        one = self._only_one()
        if key == "@id":
            told = one.attributes.get("ObjectId")
            return None if told is None else self._node(key, told, (one,))
        found = tuple(each for each in one.within if each.name == key)
        texts = [each.text.strip() for each in found]
        return self._node(key, texts[0], found) if texts else None

    def need(self, key: str, right: str = "") -> "XmlNode":
        """The elements of this name, which have to be there."""
        found = self.get(key)
        return found if found is not None else self.refuse(f"{self.name} has no {key!r}", right)

    def __iter__(self) -> Iterator["XmlNode"]:
        """Each of the elements, or each word of a list of names."""
        for at, each in enumerate(self.elements):
            words = [] if each.within else each.text.split()
            for word in words or [""]:
                yield self._node(at, word, (each,))

    def words(self, *, empty: bool = False) -> str:
        """The text of the one element."""
        self._only_one()
        return Node.words(self, empty=empty)

    def number(self, least: int = 0, most: int = 10**12) -> int:
        """The text of the one element as a whole number."""
        self._only_one()
        return Node.number(self, least, most)

    def yes(self) -> bool:
        """The text as true or false, as XML writes them."""
        if self.words() not in {"true", "1", "false", "0"}:
            self.refuse(f"{self.name} is neither true nor false", "true")
        return self.words() in {"true", "1"}

    def _only_one(self) -> Element:
        first, *others = self.elements
        if others:
            node = self._node(self.path[-1], "", tuple(others))
            node.refuse(f"{first.name} stands {len(self.elements)} times where one is meant")
        return first

    def _node(self, key: str | int, value: str, elements: tuple[Element, ...]) -> "XmlNode":
        return XmlNode(self.file, "", (*self.path, key), value, elements)


def is_xml(content: bytes) -> bool:
    """Whether a file begins like XML."""
    return _BEGINS.match(content[:1_000]) is not None


def read_xml(content: bytes, file: str) -> XmlNode:
    """Read an XML file; ``BadInput`` with line and column where it is none.

    A document type is refused: no entity is made, none is expanded, nothing is fetched from elsewhere.
    """
    if len(content) > LARGEST_FILE:
        raise BadInput(Problem(file, None, "", f"this file is larger than {LARGEST_FILE} bytes"))
    tree = _Tree(file)
    try:
        tree.parser.Parse(content, True)
    except expat.ExpatError as wrong:
        why = expat.ErrorString(wrong.code) or "not well-formed"
        what = f"this is not XML that can be read ({why})"
        where = f"column {wrong.offset + 1}"
        raise BadInput(Problem(file, wrong.lineno, where, what)) from None
    except (LookupError, ValueError):
        what = "this XML is in an encoding that is not known; save it as UTF-8"
        raise BadInput(Problem(file, 1, "column 1", what)) from None
    return XmlNode(file, "", (tree.root.name,), tree.root.text.strip(), (tree.root,))


class _Tree:
    """The elements as the parser meets them; the open ones are a stack."""

    __slots__ = ("file", "open", "parser", "root")

    def __init__(self, file: str) -> None:
        self.file = file
        self.root = Element("", {}, 1, 1)
        self.open: list[Element] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._no_doctype

    def _refuse(self, what: str) -> NoReturn:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        raise BadInput(Problem(self.file, line, f"column {column}", what))

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            self._refuse("this XML is nested too deeply")
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        plain = name.rpartition(":")[2]
        element = Element(plain, attributes, line, column)
        if self.open:
            self.open[-1].within.append(element)
        else:
            self.root = element
        self.open.append(element)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _say(self, text: str) -> None:
        element = self.open[-1]
        if len(element.text) + len(text) > LONGEST_LINE:
            self._refuse(f"an element holds more than {LONGEST_LINE} characters")
        element.text += text

    def _no_doctype(self, *_: object) -> None:
        self._refuse("this XML declares a document type, and no record of votes has one")
