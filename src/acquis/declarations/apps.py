"""How Django finds this context."""

from django.apps import AppConfig


class DeclarationsConfig(AppConfig):
    name = "acquis.declarations"
    label = "declarations"
