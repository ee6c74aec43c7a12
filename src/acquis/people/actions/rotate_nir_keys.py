"""Put what is sealed under the newest keys, a batch at a time, so that old keys can be destroyed.

NIRs and other numbers are opened, so their indexes follow. What was declared of a doubtful identity is resealed
likewise. The answers kept of identities without a NIR (`Recognition`) cannot be opened: once their key is destroyed
they are forgotten, and the identity is looked for afresh.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.expressions import RawSQL

from acquis.journal.actions import record
from acquis.kit.act import act
from acquis.kit.actor import Actor
from acquis.kit.ids import new_id

from .. import crypto, events, numbers, permissions
from ..models import Doubt, Number, Person
from ..types import NumberKind


@act
def rotate_nir_keys(*, batch: int = 1000, by: Actor, at: datetime) -> int:
    """How many rows were moved; call again until it answers 0."""
    permissions.ROTATE_KEYS.require_any(by)
    people = list(_waiting(Person.objects.exclude(nir_encrypted=None), "nir_encrypted", "nir_index", batch))
    others = list(_waiting(Number.objects.all(), "number_encrypted", "number_index", batch - len(people)))
    doubts = list(_waiting(Doubt.objects.all(), "declared_encrypted", "key", batch - len(people) - len(others)))

    # After this point the batch must succeed.
    for person in people:
        numbers.give_nir(person, crypto.unseal_nir(person.nir_encrypted, person_id=person.id))
    Person.objects.bulk_update(people, ["nir_encrypted", "nir_index"])
    for other in others:
        numbers.put(other, numbers.opened(other), NumberKind(other.kind))
    Number.objects.bulk_update(others, ["number_encrypted", "number_index"])
    for doubt in doubts:
        content = crypto.unseal(doubt.declared_encrypted, table="people_doubt", column="declared", row=doubt.id)
        doubt.declared_encrypted = crypto.seal(content, table="people_doubt", column="declared", row=doubt.id)
        doubt.key = crypto.blind_index(content, use="doubt")
    Doubt.objects.bulk_update(doubts, ["declared_encrypted", "key"])

    moved = len(people) + len(others) + len(doubts)
    if moved:
        record(events.NirKeysRotated(about=new_id(), count=moved), by=by, at=at)
    return moved


def _waiting(rows: QuerySet[Any], sealed: str, index: str, batch: int) -> QuerySet[Any]:
    """Rows sealed or indexed under an older key, locked; what somebody else is moving is left to them."""
    keys = crypto.keys()
    old_seal = RawSQL(f"substring({sealed} from 1 for 1) <> %s", [bytes([keys.newest_seal])])  # noqa: S611
    return (
        rows.select_for_update(skip_locked=True)
        .annotate(old_seal=ExpressionWrapper(old_seal, output_field=BooleanField()))
        .filter(Q(old_seal=True) | ~Q(**{f"{index}__startswith": f"{keys.newest_index}:"}))
        .order_by("id")[:batch]
    )
