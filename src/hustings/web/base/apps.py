"""The app of the parts that all pages share."""

from django.apps import AppConfig


class Base(AppConfig):
    """Registers the checks of the organisation's own colours."""

    name = "hustings.web.base"
    label = "web_base"

    def ready(self) -> None:
        from hustings.web.base import organisation  # noqa: F401  registers its check
