"""How Django finds this context."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "acquis.partners"
    label = "partners"
