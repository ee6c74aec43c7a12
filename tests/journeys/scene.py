"""The small country in which the journeys happen: the personas, one body that teaches baking, three of its offers.

Everything is set by acts, as the demonstration's country is. It is Monday 23 November 2026 when a journey begins; the
clock then runs, and moves when somebody of the staff moves it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

from django.db import connection, connections

from acquis.accounts import actions as accounts
from acquis.accounts import queries as held
from acquis.accounts.types import PurseKind, Rights, Situation, YearRow
from acquis.catalogue import actions as catalogue
from acquis.catalogue import queries as offers_of
from acquis.catalogue.search.index import rebuild_index
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import EnrolmentDetails
from acquis.journal import demo_clock
from acquis.kit import clock
from acquis.kit.actor import Actor, Role, system
from acquis.kit.clock import PARIS, start_of
from acquis.outside.identity_standin import personas
from acquis.people import actions as people
from acquis.people.types import AgentKind, CivilIdentity, NewPerson, Sex
from acquis.providers import actions as providers
from acquis.providers.queries import ids_by_siret
from acquis.providers.types import PayeeMatch, ProviderRow
from acquis.site import worker
from acquis.site.demo import registers
from acquis.site.demo.bodies import Body, BodyTown, body_of_persona
from acquis.site.demo.catalogue import Offer, write_offers
from acquis.site.demo.offers import SUBJECTS
from acquis.site.demo.personas import years_of

SYSTEM = system("journeys")
BEGIN = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS).astimezone(UTC)
TODAY = date(2026, 11, 23)
#: Long enough before for every right to be there, and for the body's bank account to have passed its quarantine.
BEFORE = start_of(date(2019, 11, 21))

BREAD, COOKING, ANY_DAY = "Boulangerie artisanale", "Cuisine du marché", "Le pain au levain, à distance"
BREAD_PRICE, COOKING_PRICE, ANY_DAY_PRICE = 150_000, 420_000, 60_000
#: The first session of each; the last offer may be entered on any day.
STARTS, ENDS = date(2026, 12, 14), date(2026, 12, 18)


@dataclass
class Country:
    """What the journeys need to know of it."""

    body_id: UUID
    body: Body
    #: Persona's key → account.
    accounts: dict[str, UUID]
    persons: dict[str, UUID]
    agents: dict[str, Actor] = field(default_factory=dict)

    def session_of(self, title: str) -> UUID:
        """The first open session of the training of this title."""
        return next(
            session.id
            for training in offers_of.trainings_of(self.body_id)
            if training.title == title
            for action in training.actions
            for session in action.sessions
        )

    def training_of(self, title: str) -> UUID:
        return next(each.id for each in offers_of.trainings_of(self.body_id) if each.title == title)

    def rights(self, key: str) -> Rights:
        """What the account of this persona holds now."""
        found = held.rights(self.accounts[key], by=SYSTEM, on=clock.day_of(clock.now()))
        assert found is not None
        return found

    def purchase(self, key: str) -> EnrolmentDetails:
        """The latest enrolment of this persona, as the system sees it."""
        rows = enrolments.enrolments_of_account(self.accounts[key], by=SYSTEM)
        return enrolments.details(max(rows, key=lambda row: row.id).id, by=SYSTEM)


@contextmanager
def at_the_beginning() -> Iterator[None]:
    """The system's clock starts at `BEGIN`, runs on, and follows the demonstration's clock."""
    base = BEGIN - clock.machine_now()
    demo_clock.forget()
    clock.shift_by(lambda: base + demo_clock.offset())
    try:
        yield
    finally:
        demo_clock.forget()
        demo_clock.install()


def a_country() -> Country:
    """Registers, personas with their rights, the body, its offers and the search index."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    agents = {
        each.key: _enrolled(each, None) for each in personas.PROFESSIONALS if each.organisation in ("acquis", "etat")
    }
    _registers()
    body, body_id = _body(agents["henri"])
    agents |= {each.key: _enrolled(each, body_id) for each in personas.PROFESSIONALS if each.organisation == "fournil"}
    persons = _persons()
    opened = accounts.open_accounts(person_ids=list(persons.values()), by=SYSTEM, at=BEFORE)
    by_key = {key: opened[person_id] for key, person_id in persons.items()}
    _rights(by_key)
    _offers(body)
    with connection.cursor() as cursor:
        # What the past announced is done: the index is made anew, and no delay of this country has begun.
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("RESET synchronous_commit")
    rebuild_index()
    return Country(body_id, body, by_key, persons, agents)


def _registers() -> None:
    with tempfile.TemporaryDirectory() as folder:
        registers.write_exports(Path(folder))
        catalogue.import_certifications(path=Path(folder), by=SYSTEM, at=BEFORE)


_KINDS = {"acquis": AgentKind.STAFF, "etat": AgentKind.STATE}


def _enrolled(who: personas.Professional, organisation_id: UUID | None) -> Actor:
    agent_id = people.enrol_agent(
        kind=AgentKind.PROVIDER if organisation_id else _KINDS[who.organisation],
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email,
        siret=personas.organisation(who.organisation).siret,
        organisation_id=organisation_id,
        roles=[Role(role) for role in who.roles],
        by=SYSTEM,
        at=BEFORE,
    )
    return Actor(roles=frozenset(Role(role) for role in who.roles), id=agent_id, provider_id=organisation_id)


def _body(approver: Actor) -> tuple[Body, UUID]:
    fournil = personas.organisation("fournil")
    town = BodyTown("69383", "Lyon", "69003", "69", 100_000)
    body = body_of_persona(fournil.siret, fournil.name, town, ("bakery", "kitchen"), 2)
    row = ProviderRow(
        siret=body.siret,
        nda=body.nda,
        name=body.name,
        address=(body.address,),
        postal_code=town.postal_code,
        town=town.name,
        insee=town.insee,
        department=town.department,
        qualiopi_training=True,
    )
    providers.upsert_providers(rows=[row], by=SYSTEM, at=BEFORE)
    body_id = ids_by_siret([body.siret])[body.siret]
    providers.reference(provider_id=body_id, by=SYSTEM, at=BEFORE)
    account = providers.propose_bank_account(
        provider_id=body_id, iban=body.iban, bic=body.bic, holder_name=body.name, by=SYSTEM, at=BEFORE
    )
    providers.record_payee_check(bank_account_id=account, payee=PayeeMatch.NOT_POSSIBLE, by=SYSTEM, at=BEFORE)
    providers.approve_bank_account(bank_account_id=account, words="Relevé vu", by=approver, at=BEFORE)
    return body, body_id


def _persons() -> dict[str, UUID]:
    new = [
        NewPerson(
            civil=CivilIdentity(
                birth_name=each.birth_name,
                usage_name=each.usage_name,
                first_names=each.first_names,
                born_on=each.born_on,
                sex=Sex(each.sex),
                birth_place=each.birth_place,
                birth_country=each.birth_country,
            ),
            nir=each.nir,
            email=each.email,
            postal_code=each.postal_code,
            town=each.town,
        )
        for each in personas.HOLDERS
    ]
    ids = people.register_people(people=new, by=SYSTEM, at=BEFORE)
    return {each.key: person_id for each, person_id in zip(personas.HOLDERS, ids, strict=True)}


def _rights(by_key: dict[str, UUID]) -> None:
    worked = [(by_key[each.key], year) for each in personas.HOLDERS for year in years_of(each.shows)]
    for year in sorted({each.year for _, each in worked}):
        rows = [
            YearRow(
                account_id=account_id,
                year=each.year,
                regime=each.regime,
                unit=each.unit,
                worked=each.worked,
                low_qualified=each.low_qualified,
                oeth=each.oeth,
                contribution_paid=each.contribution_paid,
            )
            for account_id, each in worked
            if each.year == year
        ]
        accounts.credit_years(rows=rows, by=SYSTEM, at=start_of(date(year + 1, 4, 14)))
    since = Situation(jobseeker_since=date(2026, 5, 4))
    lately = BEGIN - timedelta(days=90)
    accounts.set_situation(account_id=by_key["sophie"], situation=since, by=SYSTEM, at=lately)
    accounts.close(account_id=by_key["jean"], by=SYSTEM, at=lately)
    accounts.top_up(
        account_id=by_key["amelie"],
        kind=PurseKind.EMPLOYER,
        amount_cents=150_000,
        label="Versé par votre employeur",
        reference="journeys amelie",
        by=SYSTEM,
        at=lately,
    )


def _offers(body: Body) -> None:
    subjects = {each.key: each for each in SUBJECTS}
    by_subject = {each.subject: each for each in reversed(registers.certifications())}

    def offer(number: str, title: str, subject: str, price: int, *sessions: Any, **more: Any) -> Offer:
        given = {"modality": "0", "hours": 35, "prerequisites": False} | more
        return Offer(
            body=body,
            subject=subjects[subject],
            certification=by_subject[subject],
            number=number,
            title=title,
            price_cents=price,
            sessions=sessions,
            **given,
        )

    made = [
        offer("F1", BREAD, "bakery", BREAD_PRICE, (STARTS, ENDS), (date(2027, 3, 1), date(2027, 3, 5))),
        offer("F2", COOKING, "kitchen", COOKING_PRICE, (date(2027, 1, 11), date(2027, 1, 22)), prerequisites=True),
        offer("F3", ANY_DAY, "bakery", ANY_DAY_PRICE, None, modality="2", hours=14),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offres.xml"
        write_offers(path, made, TODAY)
        report = catalogue.import_offers(provider_id=None, file=path, by=SYSTEM, at=BEGIN - timedelta(days=60))
    assert not report.blocking_total, report.findings


def work() -> None:
    """Do all that is due, as the worker does; in a thread, because the browser's driver keeps this one's event loop."""
    told: list[BaseException] = []

    def run() -> None:
        try:
            worker.run(wait=False)
        except BaseException as error:
            told.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(60)
    assert not thread.is_alive(), "the worker did not end"
    if told:
        raise told[0]
