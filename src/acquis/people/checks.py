"""What must always be true of persons: every sealed NIR opens in its own row and is found under its own index."""

from __future__ import annotations

from collections.abc import Iterable

from acquis.journal.checks import check

from . import crypto
from . import nir as nirs
from .actions.record_proof import PROOF_LIFE
from .models import Person, Proof


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
        if used_at is not None and not proof.issued_at <= used_at <= proof.identity_iat + PROOF_LIFE:
            yield f"proof {proof.id} was used outside its five minutes"
