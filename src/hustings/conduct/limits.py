"""How often somebody may try to cast: declared here, counted for some minutes, and never for longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from hustings.kernel.refusals import Refused
from hustings.store import attempts
from hustings.timetable.sentences import say_instant

THE_LIMIT = "the limit on attempts"


class Per(StrEnum):
    """Whose attempts are counted together."""

    ELECTOR = "elector"
    CODE = "code"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within any stretch of time of this length."""

    attempts: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class TooOften(Refused):
    """Too many attempts; from ``again`` on there is room for one."""

    again: datetime


CASTING = {
    Per.ELECTOR: Limit(10, timedelta(minutes=10)),
    Per.CODE: Limit(5, timedelta(minutes=10)),
    Per.ADDRESS: Limit(300, timedelta(minutes=10)),
}
"""An address is shared by a hall, a campus, a telephone network. A code counts only where its signature holds, so that
nobody can use up the attempts of a code that they do not have."""
LONGEST = max(limit.within for limit in CASTING.values())


def attempt(at: datetime, whose: dict[Per, str]) -> TooOften | None:
    """Count an attempt, or say when there is room for the next.

    What is turned away does not count: nobody waits longer for having tried meanwhile. Of attempts at one moment no
    more are let in than of attempts one after the other.
    """
    keys = {per: _key(per, name) for per, name in whose.items() if name}
    with transaction.atomic():
        attempts.forget_until(at - LONGEST)
        attempts.take_turns(keys.values())
        full = [again for per, key in keys.items() if (again := _room(CASTING[per], key, at))]
        if full:
            return _too_often(max(full))
        attempts.note(keys.values(), at)
    return None


def _room(limit: Limit, key: str, at: datetime) -> datetime | None:
    """When there is room again; ``None`` where there is room now."""
    earlier = attempts.after(key, at - limit.within)
    if len(earlier) < limit.attempts:
        return None
    return earlier[-limit.attempts] + limit.within


def _too_often(again: datetime) -> TooOften:
    """The sentence names the next full minute, at which there certainly is room."""
    minute = again.replace(second=0, microsecond=0) + timedelta(minutes=1)
    told = {"when": say_instant(minute, settings.TIME_ZONE, _)}
    because = _("That was too often in a short time. Try again from %(when)s on.") % told
    return TooOften("too-often", THE_LIMIT, because, again)


def _key(per: Per, name: str) -> str:
    """Nobody can tell from it whose attempts are counted, without the site's own secret."""
    return salted_hmac("hustings.attempts", f"{per}:{name}", algorithm="sha256").hexdigest()


def forget_attempts(now: datetime) -> int:
    """Delete what is over, of casting and of signing in; how many counts there were."""
    return attempts.forget_until(now - LONGEST) + attempts.forget_sign_ins(now)
