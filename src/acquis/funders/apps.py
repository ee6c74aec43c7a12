"""How Django finds this context."""

from django.apps import AppConfig


class FundersConfig(AppConfig):
    name = "acquis.funders"
    label = "funders"
