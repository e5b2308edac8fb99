"""The app of the parts that all pages share."""

import logging

from django.apps import AppConfig
from django.forms import ChoiceField, MultipleChoiceField
from django.utils.translation import gettext_lazy

NOT_OFFERED = gettext_lazy("Choose one of those that are offered")
"""For a choice that a page does not offer (any more); the framework would repeat what was sent."""


class Base(AppConfig):
    """Registers the check of the organisation's own colours, and sees that the catalogues are compiled."""

    name = "hustings.web.base"
    label = "web_base"

    def ready(self) -> None:
        from hustings.web.base import organisation  # noqa: F401  registers its check
        from hustings.web.messages import compile_all

        for field in (ChoiceField, MultipleChoiceField):
            field.default_error_messages["invalid_choice"] = NOT_OFFERED

        try:
            compile_all(only_missing=True)
        except OSError:
            logging.getLogger("hustings").warning("The catalogues cannot be compiled here.")
