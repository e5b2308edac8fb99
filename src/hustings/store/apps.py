"""The store as Django knows it."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables, constraints and triggers; nothing here decides."""

    name = "hustings.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
