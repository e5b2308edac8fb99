"""The app of the tellers' pages."""

from django.apps import AppConfig


class Tellers(AppConfig):
    """Holds the working sheets: answers under way, before anything is signed."""

    name = "hustings.web.teller"
    label = "teller"
