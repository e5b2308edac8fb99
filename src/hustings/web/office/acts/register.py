"""Every act of the office, by the stretch of the procedure to which it belongs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hustings.web.office.acts.act import Act
from hustings.web.office.acts.beginning import LETTERS, PERSONS
from hustings.web.office.acts.dates import TIMETABLE, WAIVER
from hustings.web.office.acts.overriding import OVERRIDES
from hustings.web.office.acts.petition import PETITION
from hustings.web.office.acts.returns import RETURNS
from hustings.web.office.acts.rolls import ROLLS
from hustings.web.office.acts.ruling import COURSE, RULING
from hustings.web.office.acts.selecting import SELECTING

GROUPS: tuple[tuple[str | Promise, tuple[Act, ...]], ...] = (
    (_("Letters and replies"), LETTERS),
    (_("Dates"), (TIMETABLE, WAIVER)),
    (_("Rolls"), ROLLS),
    (_("Meetings and returns"), RETURNS),
    (_("Petition"), PETITION),
    (_("Selection"), SELECTING),
    (_("Readings, appeals, endorsement"), RULING),
    (_("The course of the procedure"), COURSE),
    (_("Overrides"), OVERRIDES),
    (_("Persons"), PERSONS),
)

ACTS: dict[str, Act] = {act.slug: act for _name, acts in GROUPS for act in acts}
"""The acts by their part of the address."""
