"""What others may ask about declarations; the answers are frozen rows."""

from ..anomalies import is_in_columns, what_is_wrong
from .columns import run_facts
from .facts import accounts_with_facts, declared_years, run_rows, service_rows, year_rows
from .groups import standing_keys, work_groups
from .reports import Page, findings, imports, report

__all__ = [
    "Page",
    "accounts_with_facts",
    "declared_years",
    "findings",
    "imports",
    "is_in_columns",
    "report",
    "run_facts",
    "run_rows",
    "service_rows",
    "standing_keys",
    "what_is_wrong",
    "work_groups",
    "year_rows",
]
