"""What needs a person today, by deadline, each with its one action; behind it all seats; and one seat's desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hustings.conduct import clock, needs, office
from hustings.conduct.authority import MAY_SAY
from hustings.conduct.drafting import waiting_for
from hustings.conduct.needs import Needs, Task
from hustings.conduct.roles import OFFICE_ROLES, Role, roles_of
from hustings.conduct.seats import Seat
from hustings.conduct.showing.stages import stages_of
from hustings.conduct.words import UNIT_ANSWERS
from hustings.kernel.refusals import Refused
from hustings.proceedings.online_ballot import online_rules
from hustings.proceedings.stages import Stage
from hustings.proceedings.telling import where_it_stands
from hustings.web.base.dates import day_text
from hustings.web.office.acts.register import ACTS, GROUPS
from hustings.web.office.desk import Desk, desk_for, organisation_or_404
from hustings.web.office.said import said, step_words, until_text
from hustings.web.office.words import TASKS, stage_words
from hustings.web.permissions import requires


@requires(*OFFICE_ROLES)
def today(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a person, the most urgent first; then every seat."""
    organisation = organisation_or_404()
    now, person = clock.now(), request.person.id  # type: ignore[attr-defined]
    for_all = bool(roles_of(person) & frozenset(MAY_SAY))
    seats = [
        one
        for one in office.seats(organisation)
        if for_all or roles_of(person, one.proceeding) & frozenset(OFFICE_ROLES)
    ]
    names = office.names_of(organisation)
    found = [task for seat in seats for task in needs.tasks(seat, now)]
    found.sort(key=lambda task: (task.due is None, task.due or now))
    words = {
        "to_sign": waiting_for(organisation, person),
        "tasks": [task_row(task, names, now) for task in found],
        "for_all": for_all,
        "keys": office.keys_to_register(organisation) if for_all else [],
        "bounced": office.bounced(organisation) if for_all else [],
        "seats": [_seat_row(seat, now) for seat in seats],
    }
    words["waiting"] = sum(len(words[k]) for k in ("to_sign", "tasks", "keys", "bounced"))
    return render(request, "office/today.html", words)


UNITS = (Needs.MEETINGS, Needs.CONTESTED)
"""What is done from the table of the units."""


def task_row(task: Task, names: dict[str, str], now: Any) -> dict[str, Any]:
    """One line of the list: what, where, by when, and the address of the one action."""
    says, act = TASKS[task.needs]
    about, query = _about(task, act, names)
    address, does = _action(task, act)
    return {
        "says": says,
        "does": does,
        "about": about,
        "seat": task.seat.state.seat,
        "due": task.due,
        "late": task.due is not None and task.due < now,
        "url": address + query,
    }


def _about(task: Task, act: str, names: dict[str, str]) -> tuple[str, str]:
    """What a task concerns, in words, and as the question of its act that is answered already."""
    match task.needs:
        case Needs.CONTESTED:
            return _unit_name(task.seat, task.about), ""
        case Needs.NO_RETURN:
            return f"{_unit_name(task.seat, task.about)}, {_met_on(task)}", ""
        case Needs.DUE_DILIGENCE:
            return names.get(task.about, ""), f"?applicant={task.about}"
        case Needs.MEETINGS:
            return _("%(n)s branches") % {"n": task.about}, ""
        case Needs.APPEAL | Needs.OBJECTION:
            return _("entry %(n)s") % {"n": task.about}, f"?{act}={task.about}"
        case _:
            return "", ""


def _met_on(task: Task) -> str:
    state = task.seat.state
    return next(
        (day_text(localtime(m.at).date()) for m in state.meetings if m.unit == task.about), ""
    )


def _action(task: Task, act: str) -> tuple[str, Any]:
    """The address of a task's one action, and what it is called."""
    if task.needs is Needs.NO_RETURN:
        address = reverse("office-remind", args=[task.seat.proceeding, task.about])
        return address, _("Remind those who make it")
    if task.needs in UNITS:
        address = reverse("office-units", args=[task.seat.proceeding])
        return address, _("See the units, meetings and returns")
    return reverse("office-do", args=[task.seat.proceeding, act]), ACTS[act].title


def _unit_name(seat: Seat, unit: str) -> str:
    row = seat.state.unit(unit)
    return unit if row is None else row.name


def _seat_row(seat: Seat, now: Any) -> dict[str, Any]:
    coming = needs.next_date(seat, now)
    return {
        "seat": seat,
        "stage": stage_words(seat.state.stage),
        "postponed": seat.state.postponed,
        "next": None if coming is None else (step_words(seat, coming[0]), until_text(coming[1])),
    }


# --- one seat -----------------------------------------------------------------------------------------


@requires(*OFFICE_ROLES)
def seat(request: HttpRequest, proceeding: str) -> HttpResponse:
    """One seat's desk: where it stands, what waits, its dates, what has been entered, what can be done."""
    desk = desk_for(request, proceeding)
    waiting = needs.tasks(desk.seat, desk.now)
    words = {
        "desk": desk,
        "state": desk.seat.state,
        "sentence": standing(desk),
        "tasks": [task_row(task, desk.names, desk.now) for task in waiting],
        "groups": _groups(desk),
        "stages": stages_of(desk.seat, desk.now, _),
        "votes_online": desk.seat.state.stage is Stage.HUSTINGS
        and not isinstance(online_rules(desk.given), Refused),
        "entries": [
            {"number": one.number, "at": one.at, "says": said(desk, one.entry)}
            for one in reversed(desk.seat.entries)
        ],
    }
    return render(request, "office/seat.html", words)


def standing(desk: Desk) -> str:
    """Where the seat stands, in one sentence."""
    state = desk.seat.state
    coming = needs.next_date(desk.seat, desk.now)
    where = where_it_stands(state, desk.seat.rulebook, desk.now, _)
    if state.postponed or coming is None:
        return where
    given = {"what": step_words(desk.seat, coming[0]), "when": until_text(coming[1])}
    return where + " " + _("Next: %(what)s, by %(when)s.") % given


def _groups(desk: Desk) -> list[dict[str, Any]]:
    """Every act by group: those that can be done now, and those that cannot with the reason."""
    groups: list[dict[str, Any]] = []
    for name, acts in GROUPS:
        mine = [act for act in acts if act.roles & desk.roles]
        no = {act.slug: act.not_now(desk) for act in mine}
        groups.append(
            {
                "name": name,
                "open": [(act, act.is_done(desk)) for act in mine if no[act.slug] is None],
                "shut": [(act, refused) for act in mine if (refused := no[act.slug]) is not None],
            }
        )
    return groups


@requires(*OFFICE_ROLES)
def units(request: HttpRequest, proceeding: str) -> HttpResponse:
    """Every unit that counts with its meeting and its return, each with what can be done about it."""
    desk = desk_for(request, proceeding)
    state = desk.seat.state
    meetings = {meeting.unit: meeting for meeting in state.meetings}
    silent = {meeting.unit for meeting in needs.without_return(state, desk.given)}
    rows = [
        {
            "unit": unit,
            "meeting": meetings.get(unit.id),
            "made": (made := state.standing_return(unit.id)),
            "says": "" if made is None else _(UNIT_ANSWERS[made.answer]),
            "silent": unit.id in silent,
        }
        for unit in sorted(state.units, key=lambda u: (not u.counts, u.kind, u.name))
    ]
    words = {"desk": desk, "state": state, "rows": rows, "open": state.stage.value == "trigger"}
    words["reminds"] = bool(desk.roles & {Role.OFFICE, Role.PROCEDURES_SECRETARY})
    words["calls"] = ACTS["meeting"].not_now(desk) is None
    return render(request, "office/units.html", words)
