"""How Django finds the stand-in; it is installed in the demonstration only."""

from django.apps import AppConfig


class PaymentsStandinConfig(AppConfig):
    name = "acquis.outside.payments_standin"
    label = "payments_standin"
