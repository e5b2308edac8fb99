"""“Your vote was cast”: told to the elector by e-mail, so that whoever did not cast it can say so in time."""

import logging
from functools import partial
from smtplib import SMTPException

from django.core import mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from hustings.conduct.reading import read_seat
from hustings.conduct.seats import Seat
from hustings.conduct.writing import link
from hustings.store.models import Organisation, Person

log = logging.getLogger("hustings.letters")


def tell_that_a_vote_was_cast(organisation: Organisation, person: str, seat: Seat) -> None:
    """Send the notice once the ballot stands. Nothing keeps it: it would tell who voted when."""
    found = Person.objects.filter(organisation=organisation, reference=person).first()
    if found is not None and found.email:
        transaction.on_commit(partial(send_cast_notice.enqueue, found.pk, seat.proceeding))


@task(priority=-5)
def send_cast_notice(person: int, proceeding: str) -> bool:
    """Send one notice; whether it went out. A mail server that is down loses it, never the ballot."""
    found = Person.objects.select_related("organisation").get(pk=person)
    seat = read_seat(found.organisation, proceeding)
    with translation.override(found.language or None):
        message = mail.EmailMessage(
            subject=_("%(seat)s: your vote was cast") % {"seat": seat.state.seat},
            body=_words(str(found), seat, found.organisation.name),
            to=[found.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
    try:
        return bool(message.send())
    except (SMTPException, OSError):
        log.warning("A notice that a vote was cast was not taken by the mail server.")
        return False


def _words(name: str, seat: Seat, organisation: str) -> str:
    blocks = (
        _("Dear %(name)s,") % {"name": name},
        _("A ballot was cast online in your name for %(seat)s. It is in the box.")
        % {"seat": seat.state.seat},
        _("Nobody here can tell what it says. With the tracker that the booth showed you, you can see "
          "that it is in the box: %(page)s") % {"page": link(f"/seats/{seat.proceeding}/box/")},
        _("If it was not you, tell the scrutineer at once; the seat’s page says who that is."),
        organisation,
    )  # fmt: skip
    return "\n\n".join(blocks) + "\n"


def forget_notices() -> int:
    """Delete what the queue still knows of such notices: whom it told, and when. How many there were."""
    done, _by_kind = DBTaskResult.objects.filter(task_path=send_cast_notice.module_path).delete()
    return done
