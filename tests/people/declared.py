"""Declared identities for the tests: one base, changed by keyword."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from acquis.people.types import DeclaredIdentity, Sex


def nir(body: str) -> str:
    """Thirteen characters with their key."""
    return f"{body}{97 - int(body.replace('2A', '19').replace('2B', '18')) % 97:02d}"


MAELLE = DeclaredIdentity(
    reference="12345678900011/0001",
    birth_name="KEROUEDAN",
    first_names="Maelle Anne Sophie",
    born_on=date(1985, 5, 17),
    sex=Sex.FEMALE,
    birth_place="29019",
    nir=nir("2850529019123"),
)


def maelle(**changes: Any) -> DeclaredIdentity:
    return replace(MAELLE, **changes)
