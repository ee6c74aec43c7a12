"""How Django finds this context."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    name = "acquis.providers"
    label = "providers"
