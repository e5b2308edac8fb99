"""The rule behind a sentence, as a link to its clause in our words."""

import re
from datetime import date, timedelta

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hustings.kernel.clauses import Citation, Ground
from hustings.proceedings.trigger.returns import Outcome
from hustings.rulebooks.loader import Rulebook
from hustings.web.base.templatetags.hustings import citation_text, english, why
from hustings.web.public.outcomes import outcome_words
from hustings.web.public.program import running_program

register = template.Library()


@register.simple_tag
def rule(citation: Citation | None, rulebook: Rulebook) -> SafeString:
    """``(clause 3.6)``, small, linked; nothing where no rule is cited."""
    if citation is None or not citation.reference:
        return mark_safe("")
    return why(citation, rule_url(citation, rulebook))


@register.simple_tag
def power_rule(citation: Citation | None, rulebook: Rulebook) -> SafeString:
    """``(by the power in clause 7.1)``: the rule that lets the body decide, not the rule that it applied."""
    if citation is None or not citation.reference:
        return mark_safe("")
    words = _("by the power in %(rule)s") % {"rule": citation_text(citation)}
    return why(words, rule_url(citation, rulebook))


@register.simple_tag
def applied_rule(citation: Citation | None, rulebook: Rulebook) -> SafeString:
    """``(applying clause 3.6)``: the rule that the decision rests on besides the power of the body."""
    if citation is None or not citation.reference:
        return mark_safe("")
    words = _("applying %(rule)s") % {"rule": citation_text(citation)}
    return why(words, rule_url(citation, rulebook))


def rule_url(citation: Citation, rulebook: Rulebook) -> str:
    """Where the cited clause, source or reading is shown."""
    book = reverse("rulebook", args=[rulebook.id])
    if citation.ground is Ground.READING:
        return f"{book}#reading-{citation.reference}"
    if citation.reference in rulebook.clauses:
        return reverse("clause", args=[rulebook.id, citation.reference])
    return book


@register.filter
def paragraphs(text: str) -> SafeString:
    """Paragraphs as they are meant: a blank line parts them, a line's end within one does not."""
    parts = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    return format_html_join("\n", "<p>{}</p>", ((marked(part),) for part in parts))


@register.filter
def marked(text: str) -> SafeString:
    """``*quoted words*`` and ```code``` of a rulebook's text as HTML; nothing else in it is markup."""
    html = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    html = re.sub(r"(?<!\w)\*([^*]+)\*(?!\w)", r"<em>\1</em>", html)
    return english(mark_safe(html))  # noqa: S308


@register.filter
def day_before(value: date) -> date:
    """The last day of what ends before a day."""
    return value - timedelta(days=1)


@register.filter
def grouped(number: int) -> str:
    """``2,522``, as sentences of the record write it."""
    return f"{number:,}"


@register.simple_tag(takes_context=True)
def program_address(context: template.RequestContext) -> str:
    """Where pip finds the program of this site, host and all."""
    request: HttpRequest = context["request"]
    return request.build_absolute_uri(reverse("program", args=[running_program().name]))


@register.simple_tag
def program_digest() -> str:
    """The SHA-256 of that file, to compare with what others were given."""
    return running_program().digest


@register.simple_tag
def outcome(found: Outcome) -> str:
    """What returns decide, in words."""
    return outcome_words(found)
