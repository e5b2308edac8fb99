"""Reminding a unit that has met of its return: to whom the letter goes, looked at once more, then sent."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hustings.conduct import reminding
from hustings.conduct.roles import Role
from hustings.kernel.refusals import Refused
from hustings.web.base.refusals import Worded, refused_page
from hustings.web.office.acts.answerable import Answerable
from hustings.web.office.checking import checked
from hustings.web.office.desk import Desk, desk_for
from hustings.web.permissions import requires


@requires(Role.OFFICE, Role.PROCEDURES_SECRETARY, writes=True)
def remind(request: HttpRequest, proceeding: str, unit: str) -> HttpResponse:
    """One letter to each of those who can make the unit's return."""
    desk = desk_for(request, proceeding)
    row = desk.seat.state.unit(unit)
    name = unit if row is None else row.name
    no = _not_now(desk, unit, name)
    if no is not None:
        return refused_page(request, no, back=reverse("office-units", args=[proceeding]))
    to = reminding.who_returns(desk.organisation, desk.seat, unit)
    form = Answerable(request.POST if request.method == "POST" else None)
    title = _("Remind %(unit)s of its return") % {"unit": name}
    explain = _("A letter goes to: %(names)s.") % {"names": ", ".join(one.name for one in to)}
    asked = checked(request, form, title, "office-units", proceeding, explain=explain)
    if asked is not None:
        return asked
    done = reminding.remind(desk.organisation, desk.seat, unit, desk.now)
    if isinstance(done, Refused):
        return refused_page(request, done, back=reverse("office-units", args=[proceeding]))
    said = ngettext("%(n)s letter goes out.", "%(n)s letters go out.", len(done))
    messages.success(request, said % {"n": len(done)})
    return redirect("office-units", proceeding=proceeding)


def _not_now(desk: Desk, unit: str, name: str) -> Refused | None:
    if reminding.met_without_return(desk.seat, unit, desk.now) is None:
        text = _("%(unit)s has made its return, has not met yet, or can make none any more.")
        return Worded("nothing-to-remind-of", "", text % {"unit": name})
    if not reminding.who_returns(desk.organisation, desk.seat, unit):
        text = _(
            "Nobody is entered who could make the return of %(unit)s. Enter its tellers first."
        )
        return Worded("nobody-to-remind", "", text % {"unit": name})
    return None
