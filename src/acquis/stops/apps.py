"""How Django finds this context."""

from django.apps import AppConfig


class StopsConfig(AppConfig):
    name = "acquis.stops"
    label = "stops"
