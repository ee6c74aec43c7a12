"""How Django finds this context."""

from django.apps import AppConfig


class TreasuryConfig(AppConfig):
    name = "acquis.treasury"
    label = "treasury"
