"""How Django finds the assembly: for its checks only, it has no table."""

from django.apps import AppConfig


class AssemblyConfig(AppConfig):
    name = "acquis.site"
    label = "assembly"

    def ready(self) -> None:
        from . import checks  # noqa: F401, PLC0415
