"""Sheets kept on the server: they survive a reload, another device, and signing out."""

from typing import Any

from django.db import transaction

from hustings.web.teller.models import Sheet

Content = dict[str, Any]


def read_sheet(person: str, proceeding: str, subject: str) -> Content:
    """What stands on the sheet; empty for a new one."""
    found = Sheet.objects.filter(person=person, proceeding=proceeding, subject=subject).first()
    return dict(found.content) if found else {}


def write_on_sheet(person: str, proceeding: str, subject: str, **lines: Any) -> Content:
    """Write or replace these lines; the others stay."""
    with transaction.atomic():
        sheet, _ = Sheet.objects.select_for_update().get_or_create(
            person=person, proceeding=proceeding, subject=subject
        )
        sheet.content = {**sheet.content, **lines}
        sheet.save()
    return dict(sheet.content)


def throw_away(proceeding: str, subject: str, person: str | None = None) -> None:
    """The sheets on a subject are no longer needed: one person's, or everybody's."""
    found = Sheet.objects.filter(proceeding=proceeding, subject=subject)
    (found if person is None else found.filter(person=person)).delete()


def sheets_on(proceeding: str, subject: str) -> dict[str, Content]:
    """Everybody's sheets on a subject, by person."""
    found = Sheet.objects.filter(proceeding=proceeding, subject=subject)
    return {sheet.person: dict(sheet.content) for sheet in found}
