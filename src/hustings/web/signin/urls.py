"""The four addresses of sign-in; allauth's others (passwords, sign-up) are not there at all."""

from allauth.account import views
from django.urls import path

from hustings.conduct.roles import Role
from hustings.web.permissions import requires

_anybody = requires(Role.STRANGER, writes=True)

urlpatterns = [
    path("sign-in/", _anybody(views.request_login_code), name="account_login"),
    path("sign-in/", _anybody(views.request_login_code), name="account_request_login_code"),
    path("sign-in/code/", _anybody(views.confirm_login_code), name="account_confirm_login_code"),
    path("sign-out/", _anybody(views.logout), name="account_logout"),
    path(
        "sign-in/closed/", requires(Role.STRANGER)(views.account_inactive), name="account_inactive"
    ),
]
