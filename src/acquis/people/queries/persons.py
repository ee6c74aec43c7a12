"""The questions others may ask of persons and professionals; each read of a person is noted, with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import Q

from acquis.journal.reads import note_read
from acquis.kit import columns
from acquis.kit.actor import Actor, Role
from acquis.kit.refusal import Refused

from .. import crypto, documents, models, permissions
from .. import nir as nirs
from ..actions.record_proof import CLOCKS_DIFFER, PROOF_LIFE
from ..models import Agent, Identity, Person, Proof
from ..recognising import present
from ..types import (
    AgentCard,
    AgentFacts,
    AgentKind,
    ContactCard,
    Document,
    Found,
    MediaType,
    Name,
    Reach,
    Refusal,
    matching_key,
)

#: A look-up shows no more than this: beyond, one must say more.
FOUND_AT_MOST = 50


def _shown(person: Person) -> Name:
    first = person.first_names.split(" ", 1)[0]
    return Name(first=first, last=person.usage_name or person.birth_name)


def _note(by: Actor, person_id: UUID, what: str, reason: str) -> None:
    """Keep who looked, at whom, why; a person looking at their own file is not noted."""
    if by.id == person_id:
        return
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    note_read(by=by, person_id=person_id, what=what, reason=reason)


def names_of(ids: Iterable[UUID], *, by: Actor, reason: str) -> dict[UUID, Name]:
    """The names of those of `ids` that `by` may read; the others are absent from the answer."""
    people = permissions.READ_NAMES.rows(by, Person.objects.filter(pk__in=list(ids))).only(
        "id", "first_names", "usage_name", "birth_name"
    )
    names = {person.id: _shown(person) for person in people}
    for person_id in names:
        _note(by, person_id, "name", reason)
    return names


def name_of(person_id: UUID, *, by: Actor, reason: str) -> Name:
    """The name of one person; refused when unknown or not for `by`."""
    name = names_of([person_id], by=by, reason=reason).get(person_id)
    if name is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    return name


def card_of(person_id: UUID, *, by: Actor, reason: str) -> ContactCard:
    """How to reach a person; refused when unknown or not for `by`."""
    person = permissions.READ_CARDS.rows(by, Person.objects.filter(pk=person_id)).first()
    if person is None:
        raise Refused(Refusal.PERSON_UNKNOWN)
    _note(by, person_id, "contact", reason)
    # Training bodies never see any part of a NIR, nor does a page of theirs need the number's shape.
    sees_nir = by.is_staff or by.id == person_id
    number = crypto.unseal_nir(person.nir_encrypted, person_id=person.id) if person.nir_encrypted and sees_nir else ""
    return ContactCard(
        person_id=person.id,
        name=_shown(person),
        civil=person.civil,
        email=person.email,
        phone=person.phone,
        address=person.address,
        postal_code=person.postal_code,
        town=person.town,
        masked_nir=nirs.masked(number) if number else "",
    )


def reach_of(person_id: UUID, *, by: Actor) -> Reach:
    """Where a message to a person goes, that of the person they turned out to be; for the system that sends it only."""
    permissions.REACH.require_any(by)
    person = Person.objects.filter(pk=present([person_id])[person_id]).first()
    return Reach(email="", phone="") if person is None else Reach(email=person.email, phone=person.phone)


def reach_of_body(organisation_id: UUID, *, by: Actor) -> Reach:
    """Where a message to a training body goes: its first manager, else its first agent; for the system alone."""
    permissions.REACH.require_any(by)
    agents = Agent.objects.filter(organisation_id=organisation_id, kind=AgentKind.PROVIDER, withdrawn_at=None)
    found = sorted(agents, key=lambda each: (Role.PROVIDER_MANAGER not in each.roles, each.enrolled_at, each.id))
    return Reach(email=found[0].email if found else "", phone="")


def managers_of_body(organisation_id: UUID, *, since: datetime, by: Actor) -> tuple[str, ...]:
    """Every address of those who manage a training body, and of those who did until `since` or later, oldest first."""
    permissions.REACH.require_any(by)
    present = Q(withdrawn_at=None) | Q(withdrawn_at__gte=since)
    agents = Agent.objects.filter(present, organisation_id=organisation_id, kind=AgentKind.PROVIDER)
    managers = [each for each in agents.order_by("enrolled_at", "id") if Role.PROVIDER_MANAGER in each.roles]
    return tuple(dict.fromkeys(each.email for each in managers if each.email))


def _has_word(word: str) -> Q:
    """Persons of whom some name begins with `word`, or holds it after a space."""
    holds = Q()
    for column in ("birth_name_key", "usage_name_key", "first_names_key"):
        holds |= Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return holds


def find_people(*, by: Actor, reason: str, name: str = "", born_on: date | None = None, nir: str = "") -> list[Found]:
    """Look persons up by NIR, or by the beginning of a name, with or without a day of birth; fifty at most.

    Words of `name` may be first names, birth name or usage name, in any order; every word must be found.
    """
    if not reason.strip():
        raise Refused(Refusal.REASON_MISSING)
    permissions.FIND.require_any(by)
    people = permissions.FIND.rows(by, Person.objects.all())
    if nir:
        try:
            number = nirs.normalise(nir)
        except ValueError:
            raise Refused(Refusal.NIR_MALFORMED) from None
        people = people.filter(nir_index__in=crypto.nir_indexes(number))
    words = matching_key(name).split()
    if not nir and not words:
        return []
    for word in words:
        people = people.filter(_has_word(word))
    if born_on is not None:
        people = people.filter(born_on=born_on)
    found = list(people.order_by("birth_name_key", "first_names_key", "id")[:FOUND_AT_MOST])
    for person in found:
        _note(by, person.id, "look-up", reason)
    return [
        Found(person_id=p.id, name=_shown(p), birth_name=p.birth_name, born_on=p.born_on, town=p.town) for p in found
    ]


def is_identity_of(person_id: UUID, *, issuer: str, sub: str) -> bool:
    """True when this (issuer, sub) is the person's."""
    found = Identity.objects.filter(issuer=issuer, sub=sub).values_list("person_id", flat=True).first()
    return found is not None and present([found])[found] == person_id


def proof_serves(proof_id: UUID, *, at: datetime) -> bool:
    """True while a proof is not used, too old or still to come; for whom and for what, `use_proof` still asks."""
    serving = Proof.objects.filter(issued_at__lte=at + CLOCKS_DIFFER, identity_iat__gte=at - PROOF_LIFE)
    return serving.filter(pk=proof_id, used_at=None).exists()


def agent_facts(agent_id: UUID) -> AgentFacts | None:
    """A professional's roles as they are now; None once withdrawn. Asked at every request of theirs."""
    agent = Agent.objects.filter(pk=agent_id, withdrawn_at=None).first()
    if agent is None:
        return None
    return AgentFacts(
        id=agent.id, kind=AgentKind(agent.kind), organisation_id=agent.organisation_id, roles=frozenset(agent.roles)
    )


def staff_by_email(email: str) -> AgentFacts | None:
    """The operator's agent who has this address, with the roles they have now; None when there is none."""
    agent = Agent.objects.filter(email__iexact=email.strip(), kind=AgentKind.STAFF, withdrawn_at=None).first()
    return None if agent is None else agent_facts(agent.id)


def others_work_at(siret: str) -> bool:
    """Whether this establishment is somebody else's here than a company's: a body's, a funder's, the State's."""
    return Agent.objects.filter(siret=siret, withdrawn_at=None).exclude(kind=AgentKind.EMPLOYER).exists()


def agent_name(agent_id: UUID) -> str:
    """How a professional is called on the screens of those they work with; empty when unknown."""
    agent = Agent.objects.filter(pk=agent_id).first()
    return f"{agent.first_name} {agent.last_name}" if agent else ""


def agents_of(organisation_id: UUID, *, by: Actor) -> list[AgentCard]:
    """The professionals of a training body, by name."""
    agents = permissions.READ_AGENTS.rows(
        by, Agent.objects.filter(organisation_id=organisation_id, withdrawn_at=None)
    ).prefetch_related("identities")
    return [
        AgentCard(
            id=a.id,
            kind=AgentKind(a.kind),
            organisation_id=a.organisation_id,
            roles=frozenset(a.roles),
            first_name=a.first_name,
            last_name=a.last_name,
            email=a.email,
            siret=a.siret,
            enrolled_at=a.enrolled_at,
            signed_in=bool(a.identities.all()),
        )
        for a in agents.order_by("last_name", "first_name")
    ]


def document(document_id: UUID, *, by: Actor, reason: str) -> Document:
    """A filed document, opened; refused when unknown or not for `by`. The person will see who opened it, and why."""
    row = permissions.READ_DOCUMENTS.rows(by, models.Document.objects.filter(pk=document_id)).first()
    if row is None:
        raise Refused(Refusal.DOCUMENT_UNKNOWN)
    _note(by, row.person_id, "document", reason)
    return Document(
        id=row.id,
        person_id=row.person_id,
        media_type=MediaType(row.media_type),
        content=documents.opened(row.content_encrypted, row.id),
        scanned=row.scanned,
    )


def born_between(first: date, last: date, *, after: UUID | None, limit: int) -> list[tuple[UUID, date]]:
    """(person, day of birth) of those born between two days, both included, by slices in the order of their ids.

    For what the calendar does to accounts; no page asks this.
    """
    rows = Person.objects.filter(born_on__range=(first, last))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", "born_on")[:limit])


def births_of(person_ids: Iterable[UUID]) -> list[tuple[UUID, date]]:
    """(person, day of birth) of those of these persons who are known; as `born_between`."""
    return list(Person.objects.filter(pk__in=list(person_ids)).order_by("pk").values_list("pk", "born_on"))


_POSTAL = "SELECT id, rpad(left(postal_code, 3), 3) FROM people_person WHERE id = ANY (%s)"


def departments_of(persons: columns.Column) -> columns.Column:
    """The department each person lives in, three bytes filled with spaces, blank when not known: for statistics.

    `persons` are identifiers as a column (`kit.columns.uuids`); the answer is in their order and names nobody.
    """
    ids, postal = columns.read(_POSTAL, [columns.UuidArray(persons)], [columns.UUIDS, "S3"])
    begins, of = columns.told_apart(postal)
    found = np.array([_department(begin) for begin in begins.tolist()], dtype="S3")[of]
    if not columns.is_in_order(ids):
        order = columns.in_order(ids)
        ids, found = ids[order], found[order]
    at, known = columns.places(ids, persons)
    departments = np.full(len(persons), b"   ", dtype="S3")
    departments[known] = found[at[known]]
    return departments


def _department(postal: bytes) -> bytes:
    """The department of the first three figures of a postal code, filled with spaces; Corsica's and those overseas are
    not the first two."""
    if postal in (b"200", b"201"):
        return b"2A "
    if postal.startswith(b"20"):
        return b"2B "
    return postal if postal.startswith((b"97", b"98")) else postal[:2] + b" "
