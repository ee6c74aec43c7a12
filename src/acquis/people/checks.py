"""What must always be true of persons: every sealed NIR opens in its own row and is found under its own index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, ExpressionWrapper
from django.db.models.expressions import RawSQL

from acquis.journal.checks import check

from . import crypto, numbers, sealed
from . import nir as nirs
from .actions.record_proof import CLOCKS_DIFFER, PROOF_LIFE
from .models import Doubt, Number, Person, Proof
from .types import NumberKind


@check("people: every sealed NIR opens, is valid, and is indexed under itself")
def nirs_open() -> Iterable[str]:
    for person in Person.objects.exclude(nir_encrypted=None).only("id", "nir_encrypted", "nir_index").iterator():
        try:
            number = nirs.normalise(crypto.unseal_nir(person.nir_encrypted, person_id=person.id))
        except (crypto.Unsealable, ValueError):
            yield f"the NIR of person {person.id} does not open"
            continue
        if person.nir_index not in crypto.nir_indexes(number):
            yield f"the NIR of person {person.id} is indexed under another number"


@check("people: every other number opens in its own row and is indexed under itself")
def numbers_open() -> Iterable[str]:
    for row in Number.objects.iterator():
        try:
            number = numbers.opened(row)
        except crypto.Unsealable:
            yield f"number {row.id} does not open"
            continue
        use = "provisional" if row.kind == NumberKind.PROVISIONAL else "nir"
        if row.number_index not in crypto.blind_indexes(number, use=use):
            yield f"number {row.id} is indexed under another"


@check("people: every doubt opens, and is found under what was declared")
def doubts_open() -> Iterable[str]:
    for doubt in Doubt.objects.iterator():
        try:
            content = crypto.unseal(doubt.declared_encrypted, table="people_doubt", column="declared", row=doubt.id)
        except crypto.Unsealable:
            yield f"doubt {doubt.id} does not open"
            continue
        if doubt.key not in crypto.blind_indexes(content, use="doubt"):
            yield f"doubt {doubt.id} is indexed under another identity"


@check("people: everything that is sealed is sealed under a key that is here")
def keys_are_here() -> Iterable[str]:
    here = [bytes([version]) for version in crypto.keys().seal]
    for field in sealed.columns():
        version = RawSQL(f"substring({field.column} from 1 for 1) <> ALL (%s)", [here])  # noqa: S611
        lost = (
            field.model._base_manager.exclude(**{field.attname: None})
            .annotate(lost=ExpressionWrapper(version, output_field=BooleanField()))
            .filter(lost=True)
        )
        for row in lost.order_by("pk").values_list("pk", flat=True):
            yield f"{field.model._meta.db_table}.{field.column} of {row} is sealed under a key that is not here"


@check("people: who was merged leads, however many times, to somebody who was not")
def merges_end() -> Iterable[str]:
    into = dict(Person.objects.exclude(merged_into=None).values_list("id", "merged_into_id"))
    for person in into:
        seen, now = {person}, into[person]
        while now in into and now not in seen:
            seen.add(now)
            now = into[now]
        if now in seen:
            yield f"person {person} is merged in a circle"


@check("people: what is compared of a name is what is written")
def keys_fit_names() -> Iterable[str]:
    for person in Person.objects.iterator():
        kept = (person.birth_name_key, person.usage_name_key, person.first_names_key)
        person.write_civil(person.civil)
        if kept != (person.birth_name_key, person.usage_name_key, person.first_names_key):
            yield f"the names of person {person.id} are indexed under another spelling"


@check("people: a proof was used after it was made, within its five minutes")
def proofs_used_in_time() -> Iterable[str]:
    for proof in Proof.objects.exclude(used_at=None).iterator():
        used_at = proof.used_at
        if used_at is not None and not proof.issued_at - CLOCKS_DIFFER <= used_at <= proof.identity_iat + PROOF_LIFE:
            yield f"proof {proof.id} was used outside its five minutes"
