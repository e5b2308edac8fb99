"""Every address of the site: the front door and sign-in here, then one file of addresses per audience."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from hustings.conduct.roles import Role
from hustings.web.base import booth, front, home, keys, organisation, style
from hustings.web.permissions import requires

handler400 = "hustings.web.base.refusals.not_understood"
handler403 = "hustings.web.base.refusals.forbidden"
handler404 = "hustings.web.base.refusals.not_found"
handler500 = "hustings.web.base.refusals.broken"

_language = requires(Role.STRANGER, writes=True)(set_language)

urlpatterns: list[URLPattern | URLResolver] = [
    *(path("", include(f"hustings.web.{audience}.urls")) for audience in settings.AUDIENCES),
    path("", front.front, name="front"),
    path("organisation.css", organisation.colours, name="organisation-css"),
    path("language/", _language, name="set_language"),
    path("home/", home.home, name="home"),
    path("booth/", booth.booth, name="booth"),
    path("booth/<str:name>", booth.booth_file, name="booth-file"),
    path("my/keys/", keys.keys, name="keys"),
    path("", include("hustings.web.signin.urls")),
    path("", include("hustings.api.urls")),
]

if settings.DEVELOPMENT:
    urlpatterns += [
        path("style/", style.style, name="style"),
        path("mailbox/", include("hustings.web.mailbox.urls")),
    ]
