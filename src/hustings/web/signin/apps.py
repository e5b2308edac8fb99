"""The app of sign-in."""

from django.apps import AppConfig


class SignIn(AppConfig):
    """Holds the accounts: which person of the record a session belongs to."""

    name = "hustings.web.signin"
    label = "signin"
