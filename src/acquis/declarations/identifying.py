"""Whom a declaration speaks of: the one place where declarations ask `people`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from acquis.kit.actor import Actor
from acquis.people import actions as people
from acquis.people import crypto
from acquis.people.types import DeclaredIdentity, Outcome, matching_key
from acquis.people.types import Refusal as PeopleRefusal

from .types import DeclaredPerson, Individual


@dataclass(frozen=True, slots=True)
class Recognised:
    """The person of an individual; else why there is none: `waiting` for an agent's answer, or a `code` of anomaly.

    `reference` names the same person each time the same declarer speaks of them, without saying who they are.
    `found_id` is whom they were known as, before it was found that two are one.
    """

    reference: str
    person_id: UUID | None = None
    found_id: UUID | None = None
    waiting: bool = False
    code: str = ""


def recognise(individuals: Sequence[Individual], *, siret: str, by: Actor, at: datetime) -> list[Recognised]:
    """The person of each, in order. To be called once in a transaction, as `match_declared` asks."""
    asked = [_identity(each, siret) for each in individuals]
    matches = people.match_declared(identities=asked, by=by, at=at) if asked else []
    return [
        Recognised(
            match.reference,
            match.person_id,
            match.found_id,
            waiting=match.outcome is Outcome.DOUBTFUL,
            code="" if match.reason is None else _code(match.reason),
        )
        for match in matches
    ]


def _identity(individual: Individual, siret: str) -> DeclaredIdentity:
    person, civil = individual.person, individual.person.civil
    return DeclaredIdentity(
        reference=f"{siret} {_blind(person)}",
        birth_name=civil.birth_name,
        first_names=civil.first_names,
        born_on=civil.born_on,
        sex=civil.sex,
        usage_name=civil.usage_name,
        birth_place=civil.birth_place,
        birth_country=civil.birth_country,
        nir=person.nir,
        provisional=person.ntt,
        apprentice=individual.young,
    )


def _blind(person: DeclaredPerson) -> str:
    """Numbers first, else names and birth, under a key that is not in the database."""
    civil = person.civil
    told = person.nir or person.ntt or f"{matching_key(civil.birth_name)}|{matching_key(civil.first_names)}"
    return crypto.nir_index(f"declared|{told}|{civil.born_on}")


def _code(reason: PeopleRefusal) -> str:
    return {PeopleRefusal.TOO_YOUNG: "too_young", PeopleRefusal.PROVISIONAL_MALFORMED: "ntt_shape"}.get(
        reason, "not_identified"
    )
