"""Persons are registered with NIR keys that live for the test only."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from acquis.kit.actor import system
from acquis.people import crypto
from acquis.people.types import CivilIdentity, Sex

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SYSTEM = system("test")


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    """A home of its own: the key files are made there."""
    settings.ACQUIS = settings.ACQUIS.model_copy(update={"home": tmp_path})
    crypto.make_keys(crypto.keys_folder())
    crypto.forget_loaded_keys()
    yield
    crypto.forget_loaded_keys()


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture
def someone() -> CivilIdentity:
    return CivilIdentity(
        birth_name="Kerouédan",
        first_names="Maëlle Anne-Sophie",
        born_on=date(1985, 5, 17),
        sex=Sex.FEMALE,
        birth_place="29019",
    )
