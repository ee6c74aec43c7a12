"""A moment for acts."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def at_noon() -> datetime:
    return datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
