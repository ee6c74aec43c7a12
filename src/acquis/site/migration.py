"""The tables brought to this version, and how to know whether they are."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from . import privileges


def pending() -> list[str]:
    """The migrations that are still to apply, as ``app.name``, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> list[str]:
    """Apply what is pending, and give the roles that serve their rights on the tables; returns what was applied."""
    wanted = pending()
    if wanted:
        call_command("migrate", interactive=False, verbosity=0)
    if wanted or not privileges.provisioned():
        privileges.provision()
    return wanted
