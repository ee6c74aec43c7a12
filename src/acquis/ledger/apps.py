"""How Django finds this context."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "acquis.ledger"
    label = "ledger"
