"""How Django finds this context."""

from django.apps import AppConfig


class HearingsConfig(AppConfig):
    name = "acquis.hearings"
    label = "hearings"
