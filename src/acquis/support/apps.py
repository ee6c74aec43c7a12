"""How Django finds this context."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "acquis.support"
    label = "support"
