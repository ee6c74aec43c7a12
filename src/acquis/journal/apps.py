"""How Django finds this context; once every context is loaded, their reactions and checks register."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class JournalConfig(AppConfig):
    name = "acquis.journal"
    label = "journal"

    def ready(self) -> None:
        for context in apps.get_app_configs():
            if context.name.startswith("acquis."):
                for room in ("reactions", "checks"):
                    if find_spec(f"{context.name}.{room}") is not None:
                        import_module(f"{context.name}.{room}")
