"""Scenes that tests of every context may set: people with rights, training bodies, offers, enrolments, all by acts.

The default day is Friday 20 November 2026; the default session runs from 8 to 18 December. With these the whole
path of a purchase falls on working days that the register of the law gives as an example.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from stdnum import luhn
from tests.moments import AT, moment

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind, Situation
from acquis.catalogue import models as catalogue_rows
from acquis.catalogue.reviews import queries as reviews
from acquis.enrolments import actions as enrolments
from acquis.enrolments import queries
from acquis.kit.actor import Actor, Role, system
from acquis.kit.clock import day_of
from acquis.people import actions as people
from acquis.people.types import CivilIdentity, Sex
from acquis.providers import actions as providers
from acquis.providers import queries as known_providers
from acquis.providers.types import PayeeMatch, ProviderRow
from acquis.rules.types import Action, ExitReason
from acquis.treasury.types import Outcome

SYSTEM = system("tests")
STAFF = Actor(roles=frozenset({Role.STAFF_AGENT}), id=UUID(int=101))
FINANCE = Actor(roles=frozenset({Role.STAFF_FINANCE}), id=UUID(int=102))
APPROVER = Actor(roles=frozenset({Role.STAFF_APPROVER}), id=UUID(int=103))

STARTS, ENDS = date(2026, 12, 8), date(2026, 12, 18)
PRICE = 150_000

_counter = count(1)


@dataclass(frozen=True)
class Holder:
    """A person with an account, and the actor they are once signed in."""

    person_id: UUID
    account_id: UUID
    actor: Actor


@dataclass(frozen=True)
class Body:
    """A referenced training body, with an agent and a manager."""

    id: UUID
    siret: str
    agent: Actor
    manager: Actor


def a_holder(
    *,
    rights_cents: int = 500_000,
    top_ups: dict[PurseKind, int] | None = None,
    jobseeker: bool = False,
    at: datetime = AT,
) -> Holder:
    """A holder with rights of their own and the money others put on the account, kind by kind."""
    n = next(_counter)
    person_id = people.register_person(
        civil=CivilIdentity(
            birth_name=f"Martin{n:05d}",
            first_names="Camille",
            born_on=date(1985, 3, 1) + timedelta(days=n % 9000),
            sex=Sex.FEMALE,
            birth_place="75101",
        ),
        by=SYSTEM,
        at=at,
    )
    account_id = accounts.open_account(person_id=person_id, by=SYSTEM, at=at)
    holder = Holder(person_id, account_id, Actor(roles=frozenset({Role.HOLDER}), id=person_id, account_id=account_id))
    if rights_cents:
        give(holder, PurseKind.CEC, rights_cents, at=at)
    for kind, cents in (top_ups or {}).items():
        give(holder, kind, cents, at=at)
    if jobseeker:
        accounts.set_situation(
            account_id=account_id, situation=Situation(jobseeker_since=date(2026, 1, 1)), by=SYSTEM, at=at
        )
    return holder


def give(holder: Holder, kind: PurseKind, cents: int, *, at: datetime = AT, **conditions: Any) -> UUID:
    """Put money on the account; the purse's id."""
    return accounts.top_up(
        account_id=holder.account_id,
        kind=kind,
        amount_cents=cents,
        reference=f"test {next(_counter)}",
        by=SYSTEM,
        at=at,
        **conditions,
    )


def a_siret() -> str:
    """A SIRET that is well formed: both its SIREN and itself pass the check digit."""
    base = f"9{next(_counter):07d}"
    siren = base + luhn.calc_check_digit(base)
    return siren + "0001" + luhn.calc_check_digit(siren + "0001")


def a_body(*, referenced: bool = True, at: datetime = AT, **values: Any) -> Body:
    """A training body with the quality label, referenced unless told otherwise."""
    siret = a_siret()
    row = ProviderRow(
        siret=siret,
        name=f"Formation {siret[-6:]}",
        nda="11755555555",
        town="Paris",
        postal_code="75011",
        qualiopi_training=True,
        **values,
    )
    providers.upsert_providers(rows=[row], by=SYSTEM, at=at)
    provider_id = _found(siret)
    if referenced:
        providers.reference(provider_id=provider_id, by=SYSTEM, at=at)
    return Body(
        provider_id,
        siret,
        Actor(roles=frozenset({Role.PROVIDER_AGENT}), id=uuid4(), provider_id=provider_id),
        Actor(roles=frozenset({Role.PROVIDER_MANAGER}), id=uuid4(), provider_id=provider_id),
    )


def with_bank_account(body: Body, *, at: datetime = AT) -> Body:
    """The body with a bank account proposed by its manager and approved by somebody else."""
    account = providers.propose_bank_account(
        provider_id=body.id,
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        holder_name="Formation",
        by=body.manager,
        at=at,
    )
    providers.record_payee_check(bank_account_id=account, payee=PayeeMatch.NOT_POSSIBLE, by=SYSTEM, at=at)
    providers.approve_bank_account(bank_account_id=account, words="Relevé vu", by=APPROVER, at=at)
    return body


def _found(siret: str) -> UUID:
    card = known_providers.by_siret(siret)
    assert card is not None
    return card.id


def a_certification(code: str = "RNCP36788", *, active: bool = True, at: datetime = AT) -> str:
    """A certification in force, registered by right: any training body may prepare for it."""
    # By rows and not by an act: the acts of the catalogue read whole files of a register.
    if not catalogue_rows.Certification.objects.filter(pk=code).exists():
        version = catalogue_rows.CertificationVersion.objects.create(
            code=code, content_hash=code, content={}, as_of=at.date(), recorded_at=at
        )
        catalogue_rows.Certification.objects.create(
            code=code,
            register="".join(c for c in code if c.isalpha()),
            title=f"Certification {code}",
            folded=f"certification {code}".lower(),
            active=active,
            by_right=True,
            content_hash=code,
            version=version,
            as_of=at.date(),
        )
    return code


def a_session(
    body: Body,
    *,
    price_cents: int = PRICE,
    kind: Action = Action.RNCP,
    certification: str = "RNCP36788",
    starts_on: date | None = STARTS,
    ends_on: date | None = ENDS,
    prerequisites: bool = False,
    permanent: bool = False,
    at: datetime = AT,
) -> UUID:
    """A published training with one action and one open session; the session's id."""
    a_certification(certification, at=at)
    number = f"T{next(_counter)}"
    training = catalogue_rows.Training.objects.create(
        provider_id=body.id,
        number=number,
        title="Assistant de vie aux familles",
        certification_code=certification,
        action_kind=kind,
        content_hash=number,
        changed_at=at,
    )
    action = catalogue_rows.TrainingAction.objects.create(
        training=training,
        number="A1",
        modality="on_site",
        entry="permanent" if permanent else "fixed",
        price_cents=price_cents,
        hours_centre=70,
        has_prerequisites=prerequisites,
        town="Paris",
        content_hash=number,
        changed_at=at,
    )
    return catalogue_rows.Session.objects.create(
        action=action, number="S1", starts_on=starts_on, ends_on=ends_on, content_hash=number, changed_at=at
    ).id


# The steps of an enrolment, each from the one before. -----------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """An enrolment and those it binds."""

    id: UUID
    holder: Holder
    body: Body

    @property
    def now(self) -> Any:
        """The enrolment as it stands, seen by the system."""
        return queries.details(self.id, by=SYSTEM)


def requested(holder: Holder | None = None, body: Body | None = None, *, at: datetime = AT, **offer: Any) -> Scene:
    holder, body = holder or a_holder(at=at), body or a_body(at=at)
    session_id = a_session(body, at=at, **offer)
    enrolment_id = enrolments.request(account_id=holder.account_id, session_id=session_id, by=holder.actor, at=at)
    return Scene(enrolment_id, holder, body)


def proposed(*args: Any, at: datetime = AT, **offer: Any) -> Scene:
    scene = requested(*args, at=at, **offer)
    enrolments.accept(enrolment_id=scene.id, by=scene.body.agent, at=at)
    return scene


def a_proof(scene: Scene, *, at: datetime = AT, basket: str | None = None, session: str = "session") -> UUID:
    """A fresh proof that the holder is who they are, for the basket as it stands."""
    return people.record_proof(
        person_id=scene.holder.person_id,
        basket=basket or queries.basket_of(scene.id, on=day_of(at)),
        session=session,
        acr="eidas2",
        identity_iat=at,
        by=scene.holder.actor,
        at=at,
    )


def confirming(scene: Scene, *, at: datetime = AT) -> UUID | None:
    """The holder confirms with a fresh proof; the card collection, if any."""
    return enrolments.confirm(
        enrolment_id=scene.id,
        proof_id=a_proof(scene, at=at),
        session="session",
        return_path="/mes-inscriptions",
        by=scene.holder.actor,
        at=at,
    )


def paying(scene: Scene, outcome: Outcome = Outcome.PAID, *, at: datetime = AT) -> None:
    """The card provider says what became of the payment under way."""
    collection_id = scene.now.collection_id
    enrolments.record_payment(
        collection_id=collection_id, outcome=outcome, external_id=f"ext-{collection_id}", by=SYSTEM, at=at
    )


def confirmed(*args: Any, at: datetime = AT, **offer: Any) -> Scene:
    """Confirmed, and paid by card when something is left to pay."""
    scene = proposed(*args, at=at, **offer)
    if confirming(scene, at=at) is not None:
        paying(scene, at=at)
    return scene


def in_training(*args: Any, entered_on: date | None = None, at: datetime = AT, **offer: Any) -> Scene:
    scene = confirmed(*args, at=at, **offer)
    entered_on = entered_on or scene.now.starts_on
    enrolments.declare_entry(
        enrolment_id=scene.id, entered_on=entered_on, by=scene.body.agent, at=moment(entered_on, 18)
    )
    return scene


def exited(*args: Any, reason: ExitReason = ExitReason.COMPLETED, at: datetime = AT, **offer: Any) -> Scene:
    scene = in_training(*args, at=at, **offer)
    left_on = scene.now.ends_on or scene.now.entered_on
    enrolments.declare_exit(
        enrolment_id=scene.id, exited_on=left_on, reason=reason, by=scene.body.agent, at=moment(left_on, 18)
    )
    return scene


def service_declared(*args: Any, done: int = 70, total: int = 70, at: datetime = AT, **more: Any) -> Scene:
    scene = exited(*args, at=at, **more)
    enrolments.declare_service(
        enrolment_id=scene.id, done=done, total=total, by=scene.body.agent, at=moment(scene.now.exited_on, 19)
    )
    return scene


def validated(*args: Any, at: datetime = AT, **more: Any) -> Scene:
    scene = service_declared(*args, at=at, **more)
    enrolments.validate_service(enrolment_id=scene.id, by=SYSTEM, at=scene.now.due_at)
    return scene


def seen(review_id: UUID) -> str:
    """What a moderator who reads this review now has read."""
    return reviews.review(review_id, by=STAFF).seen
