"""How Django finds this context."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "acquis.journal"
    label = "journal"
