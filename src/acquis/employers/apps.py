"""How Django finds this context."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "acquis.employers"
    label = "employers"
