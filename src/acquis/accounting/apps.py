"""How Django finds this context."""

from django.apps import AppConfig


class AccountingConfig(AppConfig):
    name = "acquis.accounting"
    label = "accounting"
