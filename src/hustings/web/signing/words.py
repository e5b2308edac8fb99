"""What a statement says, in words: one sentence, then everything else that a signer should see."""

import re
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from hustings.conduct.awaiting import Awaiting
from hustings.conduct.saying import say
from hustings.conduct.words import UNIT_ANSWERS
from hustings.proceedings.decisions import Decision
from hustings.proceedings.entry import Entry
from hustings.proceedings.few_papers import FewPapersCounted, papers_in
from hustings.proceedings.online_ballot import CodeStruckOff
from hustings.proceedings.spare_codes import SparesProvedUnused
from hustings.proceedings.stages import UnitAnswer
from hustings.proceedings.unit_returns import ReturnMade
from hustings.proceedings.values import Visibility, Withheld
from hustings.record.organisation import (
    KeyRegistered,
    KeyRevoked,
    RulebookAdopted,
    WitnessListed,
    WitnessRetired,
)
from hustings.web.base.dates import day_text, moment_text
from hustings.web.signing.labels import FIGURES, label_of
from hustings.web.signing.parts import said_by_name, said_whole, titled

Row = dict[str, str]
_SEEN_BY = {
    Visibility.PUBLIC: "",
    Visibility.PARTIES: "parties",
    Visibility.SEALED: "sealed",
}


def title_of(paper: Awaiting) -> str:
    """Which seat it is about, or the organisation itself."""
    if paper.about_organisation:
        return _("About the organisation")
    return paper.seat or paper.proceeding.replace("-", " ").capitalize()


def sentence_of(paper: Awaiting) -> str:
    """The statement in one sentence."""
    match paper.says:
        case KeyRegistered() as key:
            said = {
                "name": _name(paper, key.person),
                "roles": ", ".join(key.roles),
                "unit": key.unit,
            }
            if key.unit is None:
                return _("A key of %(name)s is registered. It signs as: %(roles)s.") % said
            return _("A key of %(name)s is registered. It signs for %(unit)s as: %(roles)s.") % said
        case KeyRevoked() as key:
            return _("The key %(key)s is revoked: it signs nothing from now on.") % {"key": key.key}
        case RulebookAdopted() as book:
            return _("The organisation adopts the rulebook %(id)s.") % {"id": titled(book.rulebook)}
        case WitnessListed() as listed:
            return _("%(name)s is listed as an outside witness of the record.") % {
                "name": listed.witness.name
            }
        case WitnessRetired() as retired:
            return _("%(name)s is no longer an outside witness of the record.") % {
                "name": retired.witness.name
            }
        case Entry() as entry:
            return say(entry, paper.names, settings.TIME_ZONE, _)
        case _:
            return _("A statement of the organisation about itself.")


def rows_of(paper: Awaiting) -> list[Row]:
    """Everything that the statement fixes, each under its name."""
    match paper.says:
        case Decision() as decision:
            return [*_decided(decision), *_others(paper, decision, skip=_DECISION)]
        case ReturnMade() as made:
            unsaid = {name for name in _IF_TRUE if not getattr(made, name)}
            return _others(paper, made, skip=frozenset({"by", *unsaid}))
        case SparesProvedUnused() as proved:
            return _others(paper, proved, skip=frozenset({"by", "declared"}))
        case CodeStruckOff() as struck:
            return _others(paper, struck, skip=frozenset({"by", "because"}))
        case FewPapersCounted() as few:
            return [*_others(paper, few, skip=frozenset({"by", "papers"})), *_kept(paper, few)]
        case Entry() as entry:
            return _others(paper, entry, skip=frozenset({"by"}))
        case KeyRegistered() as key:
            from hustings.record.signing import key_id

            return [_row(_("Key"), key_id(key.public)), _row(_("Roles"), ", ".join(key.roles))]
        case RulebookAdopted() as book:
            files = "; ".join(f"{name} {digest[:16]}…" for name, digest in book.files.items())
            return [_row(_("Digest"), book.digest), _row(_("Files, by SHA-256"), files)]
        case WitnessListed() | WitnessRetired() as said:
            return [_row(_("Key"), str(said.witness))]
        case _:
            return []


_IF_TRUE = ("own_rules_followed", "quorate")
"""What only some returns are asked; older ones hold a no where nobody asked."""
_DECISION = frozenset(f.name for f in fields(Decision))


def _decided(decision: Decision) -> list[Row]:
    votes = {
        "for": decision.in_favour, "against": decision.against, "abstained": decision.abstained,
        "silent": decision.not_voting, "present": decision.present,
    }  # fmt: skip
    rows = [
        _row(_("Decided by"), gettext(decision.body)),
        _row(
            _("Votes"),
            _(
                "%(for)s for, %(against)s against, %(abstained)s abstained, "
                "%(silent)s not voting, of %(present)s present"
            )
            % votes,
        ),
        _row(_("Ground"), decision.ground),
        _row(_("Reasons, for everybody"), str(decision.reasons.value or "")),
    ]  # fmt: skip
    if decision.reasons_to_parties is not None:
        rows.append(
            _row(_("Reasons, for the parties only"), str(decision.reasons_to_parties.value))
        )
    if decision.supersedes is not None:
        rows.append(_row(_("Takes the place of"), _("entry %(n)s") % {"n": decision.supersedes}))
    return rows


def _others(paper: Awaiting, entry: Entry, skip: frozenset[str]) -> list[Row]:
    return [
        _row(label_of(f.name), text)
        for f in fields(entry)
        if f.name not in skip and (text := _field(paper, f.name, getattr(entry, f.name)))
    ]


def _kept(paper: Awaiting, entry: FewPapersCounted) -> list[Row]:
    """What is kept for the parties, each part under its name; nothing where it is not disclosed."""
    kept = papers_in(entry)
    if kept is None:
        return []
    parts: list[tuple[str, Any]] = []
    if kept.papers is not None:
        of_papers = ("blt", "returned", "spoilt", "resolved")
        parts += [(label_of(name), getattr(kept.papers, name)) for name in of_papers]
    if kept.online is not None:
        parts.append((_("Rankings cast online"), kept.online.blt))
        parts.append((label_of("invalid"), kept.online.invalid))
    parts.append((label_of("order"), kept.lot))
    said = ((name, _text(paper, value)) for name, value in parts)
    return [_row(name, _("%(text)s (not public)") % {"text": text}) for name, text in said if text]


def _field(paper: Awaiting, name: str, value: Any) -> str:
    """One thing that a statement fixes, in words; "" where it fixes none."""
    if value is None:
        return ""
    return said_by_name(name, value, paper.names) or _text(paper, value)


def _text(paper: Awaiting, value: Any) -> str:
    """A value as a person reads it; long lists are counted, every one of them is in the statement below."""
    match value:
        case None | "" | ():
            return ""
        case bool():
            return _("yes") if value else _("no")
        case UnitAnswer():
            return _(UNIT_ANSWERS[value])
        case StrEnum():
            return value.value.replace("-", " ")
        case datetime():
            return moment_text(value)
        case date():
            return day_text(value)
        case Withheld():
            return _withheld(paper, value)
        case (date(), str()):
            return said_whole(value, paper.names)
        case tuple():
            return _listed(paper, value)
        case int():
            return f"{value:,}"
        case str() | Fraction():
            return _name(paper, str(value))
        case _:
            return said_whole(value, paper.names) or _in_parts(paper, value)


def _in_parts(paper: Awaiting, value: Any) -> str:
    parts = [_text(paper, getattr(value, f.name)) for f in fields(value)]
    return ", ".join(part for part in parts if part)


def _withheld(paper: Awaiting, value: Withheld) -> str:
    said = _figures(value.value)
    if not _SEEN_BY[value.seen_by]:
        return said
    return _("%(text)s (not public)") % {"text": said}


def _figures(said: Any) -> str:
    """Each number under its name; of several packs one after the other."""
    if isinstance(said, list):
        return " / ".join(_figures(one) for one in said)
    if not isinstance(said, dict):
        return str(said)
    first = ("pack", *FIGURES)
    in_order = sorted(said, key=lambda name: (*first, name).index(name))
    return "; ".join(f"{label_of(name)}: {said[name]}" for name in in_order)


_QUOTED = re.compile(r'"([^"\n]+)"')


def _listed(paper: Awaiting, values: tuple[Any, ...]) -> str:
    shown = [_text(paper, one) for one in values[:12]]
    if len(values) > 12:
        shown.append(_("and %(n)s more") % {"n": len(values) - 12})
    return (" / " if any("; " in one for one in shown) else "; ").join(shown)


def _name(paper: Awaiting, text: str) -> str:
    """A name for a reference; in papers, which name the candidates in quotes, line after line, for each of them."""
    if "\n" not in text:
        return paper.names.get(text, text)
    named = _QUOTED.sub(lambda found: f'"{paper.names.get(found[1], found[1])}"', text)
    return " / ".join(named.strip().splitlines())


def _row(name: str, value: str) -> Row:
    return {"name": name, "value": value}
