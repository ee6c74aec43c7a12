"""How Django finds this context."""

from django.apps import AppConfig


class EndowingConfig(AppConfig):
    name = "acquis.endowing"
    label = "endowing"
