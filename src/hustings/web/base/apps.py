"""The app of the parts that all pages share."""

import logging

from django.apps import AppConfig


class Base(AppConfig):
    """Registers the check of the organisation's own colours, and sees that the catalogues are compiled."""

    name = "hustings.web.base"
    label = "web_base"

    def ready(self) -> None:
        from hustings.web.base import organisation  # noqa: F401  registers its check
        from hustings.web.messages import compile_all

        try:
            compile_all(only_missing=True)
        except OSError:
            logging.getLogger("hustings").warning("The catalogues cannot be compiled here.")
