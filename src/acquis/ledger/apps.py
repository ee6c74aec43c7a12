"""How Django finds this context."""

from django.apps import AppConfig

from . import calls  # noqa: F401 - the driver learns our columns before Django opens its first connection


class LedgerConfig(AppConfig):
    name = "acquis.ledger"
    label = "ledger"
