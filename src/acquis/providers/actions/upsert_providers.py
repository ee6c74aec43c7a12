"""A list of training bodies is read into the table: new ones are added, changed ones changed, the rest left alone.

The key is the SIRET. A row that cannot be kept is reported and costs the others nothing. What a list does not know,
the state on the platform and the bank accounts, is never touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from stdnum.fr import siret as siret_number

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id
from acquis.kit.sql import fold

from .. import events, permissions
from ..models import Provider
from ..types import ProviderRow, Refusal, Upserted

#: How many rows one statement carries.
SLICE = 1_000

#: What a list may change.
_LISTED = [
    "siren",
    "nda",
    "name",
    "trade_name",
    "folded_name",
    "address",
    "postal_code",
    "town",
    "insee",
    "department",
    "qualiopi_training",
    "qualiopi_assessment",
    "qualiopi_vae",
    "qualiopi_apprenticeship",
]


@act
def upsert_providers(*, rows: Sequence[ProviderRow], check_key: bool = True, by: Actor, at: datetime) -> Upserted:
    """Add or change bodies by SIRET; the last row wins when a list holds one SIRET twice.

    Without `check_key` the 14 digits of a SIRET are enough: the official examples use invented ones.
    """
    permissions.IMPORT.require_any(by)

    good: dict[str, ProviderRow] = {}
    refused: list[tuple[str, StrEnum]] = []
    for row in rows:
        if len(row.siret) == 14 and row.siret.isdecimal() and (siret_number.is_valid(row.siret) or not check_key):
            good[row.siret] = row
        else:
            refused.append((row.siret, Refusal.SIRET_NOT_VALID))

    # After this point the import must succeed.
    created = changed = 0
    for part in _slices(sorted(good)):
        known = {p.siret: p for p in Provider.objects.select_for_update().filter(siret__in=part).order_by("siret")}
        new, different = [], []
        for siret in part:
            values = _values(good[siret])
            provider = known.get(siret)
            if provider is None:
                new.append(Provider(siret=siret, recorded_at=at, **values))
            elif any(getattr(provider, name) != value for name, value in values.items()):
                for name, value in values.items():
                    setattr(provider, name, value)
                provider.recorded_at = at
                different.append(provider)
        Provider.objects.bulk_create(new)
        Provider.objects.bulk_update(different, [*_LISTED, "recorded_at"])
        created, changed = created + len(new), changed + len(different)
    result = Upserted(created=created, changed=changed, unchanged=len(good) - created - changed, refused=tuple(refused))

    if created or changed:
        record(
            events.Imported(
                about=new_id(), created=created, changed=changed, unchanged=result.unchanged, refused=len(refused)
            ),
            by=by,
            at=at,
        )
    return result


def _values(row: ProviderRow) -> dict[str, Any]:
    return {
        "siren": row.siret[:9],
        "nda": row.nda,
        "name": row.name,
        "trade_name": row.trade_name,
        "folded_name": fold(row.trade_name or row.name),
        "address": list(row.address),
        "postal_code": row.postal_code,
        "town": row.town,
        "insee": row.insee,
        "department": row.department,
        "qualiopi_training": row.qualiopi_training,
        "qualiopi_assessment": row.qualiopi_assessment,
        "qualiopi_vae": row.qualiopi_vae,
        "qualiopi_apprenticeship": row.qualiopi_apprenticeship,
    }


def _slices(sirets: list[str]) -> Iterator[list[str]]:
    walk = iter(sirets)
    while part := list(islice(walk, SLICE)):
        yield part
