"""How Django finds this context."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "acquis.insight"
    label = "insight"
