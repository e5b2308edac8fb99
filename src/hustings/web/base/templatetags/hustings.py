"""The parts of the look as template tags; loaded everywhere, shown one by one at ``/style/`` in development."""

from collections import Counter
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from hustings.kernel.clauses import Citation, Ground
from hustings.kernel.refusals import Refused
from hustings.kernel.time import Span
from hustings.people.elector_tests import MEMBERSHIP_LIST
from hustings.proceedings.citing import NO_RULE
from hustings.timetable.sentences import say_again, say_span
from hustings.web.base.dates import day_text, moment_text
from hustings.web.base.refusals import Worded
from hustings.web.pictures.drawing import Picture

register = template.Library()


@register.filter
def day(value: date | None) -> SafeString:
    """``Monday 8 July 2019``, with the machine's date beside it."""
    if value is None:
        return mark_safe("")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_text(value))


@register.filter
def moment(value: datetime | None) -> SafeString:
    """``Monday 8 July 2019, 6 pm``, in the site's zone."""
    if value is None:
        return mark_safe("")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), moment_text(value))


@register.filter
def deadline(value: datetime | None) -> SafeString:
    """A moment with its zone named, for what counts to the minute."""
    if value is None:
        return mark_safe("")
    text = moment_text(value, zone=True)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that may break before its sign, and not within a word."""
    return mark_safe(escape(address).replace("@", "<wbr>@"))  # noqa: S308


@register.filter
def english(text: str) -> SafeString:
    """A sentence that the rules make: on a page in another language it says that it is English (WCAG 3.1.2)."""
    spoken = any(letter.isalpha() for letter in text or "")
    if not spoken or (get_language() or "en").partition("-")[0] == "en":
        return conditional_escape(text)
    return format_html('<span lang="en">{}</span>', text)


@register.filter
def told(text: str) -> SafeString:
    """A sentence that the rules make, in the language of the page where it remembers its words; else in English."""
    if (get_language() or "en").partition("-")[0] == "en":
        return conditional_escape(text)
    again = say_again(text, gettext)
    return english(text) if again is None else conditional_escape(again)


@register.filter
def because(refused: Refused) -> SafeString:
    """The sentence of a refusal, in the language in which it is."""
    if isinstance(refused, Worded):
        return conditional_escape(refused.because)
    return english(refused.because)


@register.filter
def span(value: Span) -> str:
    """``7 days``, ``2 weeks``, in the language of the page."""
    return say_span(value, gettext)


@register.filter
def share(value: Fraction | int | None) -> str:
    """A share exactly: ``11/20``; never a rounded percentage where it decides."""
    return "–" if value is None else str(Fraction(value))


@register.simple_block_tag
def notice(content: str, kind: str = "plain", title: str = "") -> SafeString:
    """A notice: ``plain``, ``needs-you`` (amber), ``refused`` (dark red), ``done``; each says its kind in words."""
    label = {"needs-you": _("Needs you"), "refused": _("Refused"), "done": _("Done")}.get(kind, "")
    head = title or label
    heading = format_html('<p class="notice-title">{}</p>', head) if head else ""
    frame = '<div class="notice notice-{}" role="region" aria-label="{}">{}{}</div>'
    return format_html(frame, kind, head or _("Notice"), heading, mark_safe(content))  # noqa: S308


@register.simple_tag
def tag(words: str, kind: str = "plain") -> SafeString:
    """A tag: always words, the colour only beside them (``plain``, ``now``, ``needs-you``, ``refused``, ``done``)."""
    return format_html('<strong class="tag tag-{}">{}</strong>', kind, words)


def _citation(citation: Citation | str) -> SafeString:
    """The same, with what the rules call it marked as English."""
    if citation == MEMBERSHIP_LIST:  # no text of any rules, so that it has a name in every language
        return conditional_escape(_("the membership list"))
    if isinstance(citation, Citation) and citation.ground is Ground.SOURCE:
        return english(citation.reference)
    if isinstance(citation, Citation) and citation.ground is Ground.CLAUSE:
        return format_html(
            _("clause %(number)s").replace("%(number)s", "{}"), english(citation.reference)
        )
    return conditional_escape(citation_text(citation))


@register.simple_tag
def why(citation: Citation | str, url: str = "") -> SafeString:
    """The rule behind the sentence before it, small: a link to the clause in our words; nothing where no rule is."""
    named = citation.reference if isinstance(citation, Citation) else citation
    if not named or named in NO_RULE or named.startswith("rulebook "):
        return mark_safe("")
    words = _citation(citation)
    if url:
        return format_html('<span class="why">(<a href="{}">{}</a>)</span>', url, words)
    return format_html('<span class="why">({})</span>', words)


def citation_text(citation: Citation | str) -> str:
    """``clause 5.IV.5(B)``, a source, or ``our reading 2``."""
    if isinstance(citation, str):  # a refusal cites in words already; a bare number is a clause
        bare = " " not in citation and any(letter.isdigit() for letter in citation)
        return _("clause %(number)s") % {"number": citation} if bare else citation
    match citation.ground:
        case Ground.CLAUSE:
            return _("clause %(number)s") % {"number": citation.reference}
        case Ground.SOURCE:
            return citation.reference
        case Ground.READING:
            return _("our reading %(number)s") % {"number": citation.reference}


@register.inclusion_tag("parts/picture.html")
def picture(drawn: Picture, *, unfolded: bool = False) -> dict[str, Any]:
    """A picture and, under it, the table that says the same."""
    return {"picture": drawn, "svg": mark_safe(drawn.svg), "unfolded": unfolded}  # noqa: S308


@register.inclusion_tag("parts/error_summary.html")
def problems(form: BaseForm | str | None) -> dict[str, Any]:
    """What stands in the way, on top of the page, each line a link to its field."""
    if not isinstance(form, BaseForm) or not form.is_bound:
        return {"rows": []}
    rows: list[dict[str, str]] = [{"href": "", "text": text} for text in form.non_field_errors()]
    said = Counter(text for field in form for text in field.errors)
    for field in form:
        rows += [
            {
                "href": f"#{_first_id(field)}",
                "text": _named(field, text) if said[text] > 1 else text,
            }
            for text in field.errors
        ]
    return {"rows": rows}


def _named(field: BoundField, text: str) -> str:
    """The same words about several questions each say which one they are about."""
    return f"{field.label}: {text}"


def _first_id(field: BoundField) -> str:
    if field.use_fieldset:
        return f"{field.auto_id}_0"  # the first of several boxes, as Django numbers them
    return str(field.id_for_label or field.auto_id)


@register.simple_tag(takes_context=True)
def page_title(context: template.Context, title: str, form: BaseForm | str | None = None) -> str:
    """The window's title: problem first, then the page, then the organisation."""
    mark = _("Problem: ") if isinstance(form, BaseForm) and form.is_bound and form.errors else ""
    return f"{mark}{title} – {context.get('organisation', '')}"
