"""How Django finds this context."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    name = "acquis.enrolments"
    label = "enrolments"
