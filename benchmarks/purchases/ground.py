"""What purchases need: bodies that can be paid, their sessions, people with more rights than the price."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from .life import AT, ENDS, STARTS

PRICE = 150_000
BEFORE = datetime(2026, 9, 1, 9, tzinfo=UTC)
#: A bank that has stayed silent is asked no more.
APPROVED = BEFORE + timedelta(days=2)
CODE = "RNCP36788"


def bodies(many: int) -> list[tuple[UUID, UUID]]:
    """A session and its body, for so many bodies."""
    from acquis.catalogue import models as rows
    from acquis.kit.actor import Actor, Role, system
    from acquis.providers import actions as providers
    from acquis.providers.queries import ids_by_siret
    from acquis.providers.types import ProviderRow
    from acquis.site.demo.bodies import iban_of, siret_of

    by = system("benchmark")
    approver = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))
    sirets = [siret_of(number) for number in range(500, 500 + many)]
    given = [
        ProviderRow(
            siret=siret,
            name=f"Formation {siret[-6:]}",
            nda="11755555555",
            town="Paris",
            postal_code="75011",
            qualiopi_training=True,
        )
        for siret in sirets
    ]
    providers.upsert_providers(rows=given, by=by, at=BEFORE)
    ids = ids_by_siret(sirets)
    version = rows.CertificationVersion.objects.create(
        code=CODE, content_hash=CODE, content={}, as_of=BEFORE.date(), recorded_at=BEFORE
    )
    rows.Certification.objects.create(
        code=CODE,
        register="RNCP",
        title="Certification",
        folded="certification",
        active=True,
        by_right=True,
        content_hash=CODE,
        version=version,
        as_of=BEFORE.date(),
    )
    made = []
    for number, siret in enumerate(sirets):
        providers.reference(provider_id=ids[siret], by=by, at=BEFORE)
        account = providers.propose_bank_account(
            provider_id=ids[siret],
            iban=iban_of(700 + number),
            bic="ACQSFRPPXXX",
            holder_name="Formation",
            by=by,
            at=BEFORE,
        )
        providers.approve_bank_account(bank_account_id=account, words="on an invented paper", by=approver, at=APPROVED)
        made.append((_session(rows, ids[siret], number), ids[siret]))
    return made


def _session(rows: Any, provider_id: UUID, number: int) -> UUID:
    told = {"content_hash": f"T{number}", "changed_at": BEFORE}
    training = rows.Training.objects.create(
        provider_id=provider_id,
        number=f"T{number}",
        title="Assistant de vie aux familles",
        certification_code=CODE,
        action_kind="rncp",
        **told,
    )
    action = rows.TrainingAction.objects.create(
        training=training,
        number="A1",
        modality="on_site",
        entry="fixed",
        price_cents=PRICE,
        hours_centre=70,
        town="Paris",
        **told,
    )
    session: UUID = rows.Session.objects.create(action=action, number="S1", starts_on=STARTS, ends_on=ENDS, **told).id
    return session


def people(many: int, *, first: int = 0) -> list[tuple[UUID, UUID]]:
    """So many people with an account that holds more rights than the price."""
    from datetime import timedelta

    from acquis.accounts import actions as accounts
    from acquis.accounts.types import PurseKind
    from acquis.kit.actor import system
    from acquis.people import actions
    from acquis.people.types import CivilIdentity, NewPerson, Sex

    by = system("benchmark")
    new = [
        NewPerson(
            civil=CivilIdentity(
                birth_name=f"Martin{number:07d}",
                first_names="Camille",
                born_on=date(1970, 1, 1) + timedelta(days=number % 12_000),
                sex=Sex.FEMALE,
                birth_place="75101",
            )
        )
        for number in range(first, first + many)
    ]
    ids = actions.register_people(people=new, by=by, at=BEFORE)
    opened = accounts.open_accounts(person_ids=ids, by=by, at=BEFORE)
    for place, person in enumerate(ids):
        accounts.top_up(
            account_id=opened[person],
            kind=PurseKind.CEC,
            amount_cents=300_000,
            reference=f"benchmark {first + place}",
            by=by,
            at=AT,
        )
    return [(person, opened[person]) for person in ids]
