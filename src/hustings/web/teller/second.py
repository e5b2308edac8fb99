"""The last question of every flow of a seat's tellers: who signs beside this one."""

from typing import Any

from django.utils.translation import gettext as _

from hustings.conduct import tallying
from hustings.conduct.tallying import TellerDesk
from hustings.web.teller.flows import Answers, Asked, Step
from hustings.web.teller.return_forms import SecondTeller


def _ask(desk: TellerDesk, answers: Answers, post: Any, files: Any) -> Asked:
    tellers = [(one.reference, str(one)) for one in tallying.other_tellers(desk)]
    words = {"nobody": not tellers}
    form = SecondTeller(tellers, post)
    return Asked(form, _("Who is the second teller?"), "teller/return/second.html", words)


def _say(desk: TellerDesk, answers: Answers) -> list[tuple[str, str]]:
    names = {one.reference: str(one) for one in tallying.other_tellers(desk)}
    chosen = answers["second"]["second"]
    return [(_("Second teller"), names.get(chosen, chosen))]


SECOND = Step("second", _ask, _say)


def chosen(answers: Answers) -> str:
    """The second teller's reference."""
    return str(answers["second"]["second"])
