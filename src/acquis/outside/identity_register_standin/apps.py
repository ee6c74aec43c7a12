"""How Django finds the stand-in; it is installed in the demonstration only."""

from django.apps import AppConfig


class IdentityRegisterStandinConfig(AppConfig):
    name = "acquis.outside.identity_register_standin"
    label = "identity_register_standin"
