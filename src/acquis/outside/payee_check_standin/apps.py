"""How Django finds the stand-in; it is installed in the demonstration only."""

from django.apps import AppConfig


class PayeeCheckStandinConfig(AppConfig):
    name = "acquis.outside.payee_check_standin"
    label = "payee_check_standin"
