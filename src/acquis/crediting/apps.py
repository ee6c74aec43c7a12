"""How Django finds this context."""

from django.apps import AppConfig


class CreditingConfig(AppConfig):
    name = "acquis.crediting"
    label = "crediting"
