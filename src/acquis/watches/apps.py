"""How Django finds this context."""

from django.apps import AppConfig


class WatchesConfig(AppConfig):
    name = "acquis.watches"
    label = "watches"
