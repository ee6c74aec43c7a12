"""How Django finds this context."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "acquis.catalogue"
    label = "catalogue"
