"""How Django finds this stand-in; installed in the demonstration only."""

from django.apps import AppConfig


class IdentityStandinConfig(AppConfig):
    name = "acquis.outside.identity_standin"
    label = "identity_standin"
