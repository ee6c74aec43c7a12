"""The tables brought to this version, and how to know whether they are."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending() -> list[str]:
    """The migrations that are still to apply, as ``app.name``, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> list[str]:
    """Apply what is pending; returns it."""
    wanted = pending()
    if wanted:
        call_command("migrate", interactive=False, verbosity=0)
    return wanted
