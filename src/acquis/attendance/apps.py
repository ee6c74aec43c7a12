"""How Django finds this context."""

from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "acquis.attendance"
    label = "attendance"
