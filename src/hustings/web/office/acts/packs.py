"""Numbered packs of papers, written one on each line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hustings.proceedings.member_ballot import PacksIssued

EXAMPLE = "A; the post room; 1; 500"


class PacksField(forms.CharField):
    """Lines like ``A; the post room; 1; 500``."""

    widget = forms.Textarea

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("error_messages", {"required": _("Write at least one pack")})
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.widget.attrs.update({"rows": 4, "spellcheck": "false"})

    def clean(self, value: object) -> tuple[PacksIssued, ...]:  # type: ignore[override]
        """The packs that the lines name."""
        text = str(super().clean(value) or "")
        return tuple(_pack(line) for line in text.splitlines() if line.strip())


def _pack(line: str) -> PacksIssued:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != 4 or not all(p.isascii() and p.isdigit() for p in parts[2:]):
        said = {"line": line[:60], "example": EXAMPLE}
        raise forms.ValidationError(
            _("“%(line)s” is not a pack. Write one like: %(example)s") % said, code="no-pack"
        )
    return PacksIssued(parts[0], parts[1], int(parts[2][:12]), int(parts[3][:12]))
