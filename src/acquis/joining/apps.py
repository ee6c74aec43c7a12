"""How Django finds this context."""

from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "acquis.joining"
    label = "joining"
