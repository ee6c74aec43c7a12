"""How the country comes to life: towns, registers, bodies and offers, people and their years, eighteen months."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection

from acquis.accounts import actions as accounts
from acquis.accounts.types import PurseKind, Situation, YearRow
from acquis.catalogue import actions as catalogue
from acquis.catalogue import queries as offers_of
from acquis.catalogue.search.documents import rebuild_index
from acquis.catalogue.types import SessionState, Town
from acquis.crediting import actions as crediting
from acquis.crediting.types import RunKind
from acquis.declarations import actions as declarations
from acquis.declarations import queries as facts
from acquis.kit import clock
from acquis.kit.actor import Actor, Role
from acquis.kit.clock import day_of, start_of
from acquis.ledger.actions import fold
from acquis.outside.identity_standin import personas
from acquis.people import actions as people
from acquis.people.types import AgentKind, CivilIdentity, NewPerson, Sex
from acquis.providers import actions as providers
from acquis.providers.queries import ids_by_siret
from acquis.providers.types import ProviderRow
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments

from . import bodies, desk, regimes, registers
from .catalogue import offers, write_offers
from .declared import Declared, in_files
from .lives import PLAYER, Buyer, Lives, Place
from .people import FIRST_YEAR, LAST_YEAR, BirthTown, Holder, Profile, WorkedYear, holders
from .personas import TAUGHT_BY, years_of
from .together import Task, Tell, calm, hurry, side_by_side

HOLDERS, BODIES, OFFERS, REQUESTS = 2000, 150, 1500, 560
#: Purchases are lived in two halves of the country, each with its bodies and buyers, so that two processors share them.
HALVES = 2
#: The larger towns, where bodies stand and most people are born.
TOWNS = 400
#: Holders are told of what happened to their purchases since so long; the rest is only in their account.
TOLD_OF = timedelta(days=21)
FUNDERS = (
    (PurseKind.EMPLOYER, "Versé par votre employeur", (50_000, 250_000)),
    (PurseKind.REGION, "Versé par votre région", (30_000, 150_000)),
    (PurseKind.OPCO, "Versé par votre opérateur de compétences", (40_000, 200_000)),
    (PurseKind.EMPLOYER_CORRECTIVE, "Abondement correctif de votre employeur", (300_000, 300_000)),
)


class Country:
    """One filling, from its seed."""

    def __init__(self, *, seed: int, scale: float, together: bool, progress: Callable[[str, int, int], None]) -> None:
        self.seed, self.scale, self.together, self.progress = seed, scale, together, progress
        self.now = clock.now()
        self.today = day_of(self.now)
        #: When the operator opened its books: before the first yearly credit.
        self.opened_at = start_of(date(FIRST_YEAR, 11, 21))
        self.staff: dict[str, Actor] = {}
        self.known: list[desk.Known] = []

    def fill(self) -> None:
        hurry()
        self._registers()
        self._staff()
        taught = self._imagined_bodies()
        buyers: list[Buyer] = []
        side_by_side(
            [lambda tell: self._supply(taught, tell)],
            meanwhile=lambda: buyers.extend(self._people()),
            together=self.together,
            tell=self.progress,
        )
        self.ids = ids_by_siret(body.siret for body in taught)
        self._lives(buyers, taught)
        side_by_side([_index], meanwhile=self._pay_bodies, together=self.together, tell=self.progress)
        desk.fill(self.known, agent=self.staff["staff_agent"], now=self.now, last_year=LAST_YEAR)
        self._forget_what_came_in_time()
        calm()

    def _random(self, what: str) -> Random:
        """Chance of its own for each part, so that parts made side by side are the same as one after the other."""
        return Random(f"{self.seed} {what}")

    # ------------------------------------------------------------------ what was there first

    def _registers(self) -> None:
        self.progress("registers", 0, 2)
        catalogue.load_own_towns(by=PLAYER, at=self.opened_at)
        self.progress("registers", 1, 2)
        with tempfile.TemporaryDirectory() as folder:
            registers.write_exports(Path(folder))
            catalogue.import_certifications(path=Path(folder), by=PLAYER, at=self.opened_at)
        self.progress("registers", 2, 2)
        self.towns: list[Town] = offers_of.largest_towns(TOWNS)

    def _staff(self) -> None:
        operator, state = personas.organisation("acquis"), personas.organisation("etat")
        for each in personas.PROFESSIONALS:
            if each.organisation == state.key:
                self._enrol(each, AgentKind.STATE, state.siret, None)
            elif each.organisation == operator.key:
                agent_id = self._enrol(each, AgentKind.STAFF, operator.siret, None)
                roles = frozenset(Role(role) for role in each.roles)
                self.staff[each.roles[0]] = Actor(roles=roles, id=agent_id)

    def _enrol(self, who: personas.Professional, kind: AgentKind, siret: str, organisation_id: UUID | None) -> UUID:
        return people.enrol_agent(
            kind=kind,
            first_name=who.first_name,
            last_name=who.last_name,
            email=who.email,
            siret=siret,
            organisation_id=organisation_id,
            roles=[Role(role) for role in who.roles],
            by=PLAYER,
            at=self.opened_at,
        )

    # ------------------------------------------------------------------ bodies and offers

    def _imagined_bodies(self) -> list[bodies.Body]:
        places = [
            bodies.BodyTown(t.insee, t.name, t.postal_codes[0], t.department, t.population)
            for t in self.towns
            if t.postal_codes
        ]
        made = [
            bodies.body_of_persona(
                each.siret,
                each.name,
                next(place for place in places if place.name.startswith(each.town)),
                TAUGHT_BY[each.key],
                number,
            )
            for number, each in enumerate(personas.ORGANISATIONS, 1)
            if each.key in TAUGHT_BY
        ]
        return made + bodies.bodies(self._random("bodies"), places, max(2, round(BODIES * self.scale)) - len(made))

    def _supply(self, made: list[bodies.Body], tell: Tell) -> None:
        """What is offered: the bodies, then their offers; meanwhile people are born who know of neither."""
        self._bodies(made, tell)
        self._offers(made, tell)

    def _bodies(self, made: list[bodies.Body], tell: Tell) -> None:
        providers.upsert_providers(rows=[_row(body) for body in made], by=PLAYER, at=self.opened_at)
        ids = ids_by_siret(body.siret for body in made)
        approver = self.staff["staff_approver"]
        for rank, body in enumerate(made, 1):
            provider_id = ids[body.siret]
            providers.reference(provider_id=provider_id, by=PLAYER, at=self.opened_at)
            account = providers.propose_bank_account(
                provider_id=provider_id,
                iban=body.iban,
                bic=body.bic,
                holder_name=body.name[:70],
                by=PLAYER,
                at=self.opened_at,
            )
            providers.approve_bank_account(bank_account_id=account, by=approver, at=self.opened_at)
            # One body in forty has changed banks lately, and waits for the new account to be approved.
            if rank % 40 == 0:
                providers.propose_bank_account(
                    provider_id=provider_id,
                    iban=bodies.iban_of(len(made) + rank),
                    bic=body.bic,
                    holder_name=body.name[:70],
                    by=PLAYER,
                    at=self.now - timedelta(days=1 + rank // 40),
                )
            tell("bodies", rank, len(made))
        for who in personas.PROFESSIONALS:
            if who.organisation in TAUGHT_BY:
                siret = personas.organisation(who.organisation).siret
                self._enrol(who, AgentKind.PROVIDER, siret, ids[siret])

    def _offers(self, taught: list[bodies.Body], say: Tell) -> None:
        made = offers(self._random("offers"), taught, self.today, max(len(taught), round(OFFERS * self.scale)))
        at = self.now - timedelta(days=600)
        done = 0

        def tell(_word: str, count: int) -> None:
            nonlocal done
            done += count
            say("offers", done, len(made))

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "offres.xml"
            write_offers(path, made, self.today)
            report = catalogue.import_offers(provider_id=None, file=path, progress=tell, by=PLAYER, at=at)
        if report.blocking_total:
            first = report.findings[0]
            raise RuntimeError(f"the demonstration's offers were refused: {first.code}, {first.sentence}")

    # ------------------------------------------------------------------ people and their rights

    def _people(self) -> list[Buyer]:
        random = self.random = self._random("people")
        towns = [BirthTown(t.insee, t.population) for t in self.towns if len(t.insee) == 5 and t.insee[:2] < "97"]
        invented = holders(random, towns, round(HOLDERS * self.scale))
        residence = random.choices(self.towns, [t.population for t in self.towns], k=len(invented))
        self.progress("people", 0, 3)
        ids = people.register_people(
            people=[_person(holder, town) for holder, town in zip(invented, residence, strict=True)],
            by=PLAYER,
            at=self.opened_at,
        )
        known = people.register_people(
            people=[_persona(each) for each in personas.HOLDERS], by=PLAYER, at=self.opened_at
        )
        self.progress("people", 1, 3)
        opened = accounts.open_accounts(person_ids=[*ids, *known], by=PLAYER, at=self.opened_at)
        self.progress("people", 3, 3)
        lives = [(opened[person], holder.years) for person, holder in zip(ids, invented, strict=True)]
        lives += [(opened[person], years_of(each.shows)) for person, each in zip(known, personas.HOLDERS, strict=True)]
        everybody = [_person(holder, town) for holder, town in zip(invented, residence, strict=True)]
        everybody += [_persona(each) for each in personas.HOLDERS]
        self.known = [
            desk.Known(told=told, person_id=one, account_id=opened[one])
            for told, one, holder in zip(everybody, ids, invented, strict=False)
            if holder.profile is not Profile.RETIRED
        ]
        self._declare([(person, years) for person, (_, years) in zip(everybody, lives, strict=True)])
        self._credit(lives)
        for person, holder in zip(ids, invented, strict=True):
            self._situate(opened[person], holder.profile)
        for person, each in zip(known, personas.HOLDERS, strict=True):
            self._show(opened[person], each.shows)
        self._top_up([opened[person] for person in ids])
        gone = [opened[one] for one, holder in zip(ids, invented, strict=True) if holder.profile is Profile.RETIRED]
        regimes.retire(gone, now=self.now)
        return [
            Buyer(opened[person], len(holder.years) + 0.2)
            for person, holder in zip(ids, invented, strict=True)
            if holder.profile not in (Profile.RETIRED, Profile.NEWCOMER)
        ]

    def _declare(self, lives: list[tuple[NewPerson, tuple[WorkedYear, ...]]]) -> None:
        """The last year comes from files: employers' monthly declarations, and the summary of all others."""
        told = [Declared(person, year) for person, years in lives for year in years if year.year == LAST_YEAR]
        at = start_of(date(LAST_YEAR + 1, 2, 3)) + timedelta(hours=9)
        with tempfile.TemporaryDirectory() as folder:
            monthly, summary = in_files(told, Path(folder))
            for done, path in enumerate(monthly):
                self.progress("declarations", done, len(monthly) + 1)
                declarations.import_dsn(file=path, by=PLAYER, at=at)
            declarations.import_summary(file=summary, by=PLAYER, at=at)
        self.progress("declarations", len(monthly) + 1, len(monthly) + 1)

    def _credit(self, lives: list[tuple[UUID, tuple[WorkedYear, ...]]]) -> None:
        whole = LAST_YEAR - FIRST_YEAR + 1
        for done, year in enumerate(range(FIRST_YEAR, LAST_YEAR + 1)):
            self.progress("yearly rights", done, whole)
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
                for account_id, years in lives
                for each in years
                if each.year == year
            ]
            if year == LAST_YEAR:
                # What holders said of themselves is not in any employer's file.
                said = {(row.account_id, row.regime): row for row in rows}
                rows = [
                    replace(row, low_qualified=said[row.account_id, row.regime].low_qualified)
                    for row in facts.year_rows(year, limit=len(lives))
                ]
            self._run(year, sorted(rows, key=lambda row: row.account_id))
        # What the rule of today would change in the last year waits for whoever plays the approver.
        at = self.now - timedelta(days=1)
        checked = crediting.prepare(kind=RunKind.LAW, year=LAST_YEAR, by=self.staff["staff_finance"], at=at)
        while crediting.advance(run_id=checked, by=PLAYER, at=at):
            pass
        self.progress("yearly rights", whole, whole)

    def _run(self, year: int, rows: list[YearRow]) -> None:
        """The run of a year as it was: prepared by one agent, approved by another, carried out at night."""
        at = start_of(date(year + 1, 4, 13)) + timedelta(hours=9)
        run_id = crediting.prepare(kind=RunKind.YEARLY, year=year, by=self.staff["staff_finance"], at=at)
        self._walk(run_id, rows, at)
        crediting.approve(run_id=run_id, by=self.staff["staff_approver"], at=at + timedelta(hours=5))
        self._walk(run_id, rows, at + timedelta(hours=19))
        # As the worker would have done by the morning.
        while fold(by=PLAYER, at=at + timedelta(hours=20)):
            pass

    @staticmethod
    def _walk(run_id: UUID, rows: list[YearRow], at: datetime) -> None:
        crediting.advance(run_id=run_id, rows=rows, by=PLAYER, at=at)
        crediting.advance(run_id=run_id, rows=[], by=PLAYER, at=at)

    def _situate(self, account_id: UUID, profile: Profile) -> None:
        """What the law asks about a holder at a purchase; most have nothing particular to say."""
        jobless_since = None
        if profile is Profile.JOBSEEKER:
            jobless_since = self.today - timedelta(days=self.random.randrange(30, 600))
        licence = self.random.random() < 0.15
        if jobless_since or licence:
            situation = Situation(jobseeker_since=jobless_since, holds_light_licence=licence)
            accounts.set_situation(account_id=account_id, situation=situation, by=PLAYER, at=self.opened_at)

    def _show(self, account_id: UUID, shows: personas.Situation) -> None:
        at = self.now - timedelta(days=120)
        if shows is personas.Situation.JOBSEEKER:
            since = self.today - timedelta(days=200)
            accounts.set_situation(account_id=account_id, situation=Situation(jobseeker_since=since), by=PLAYER, at=at)
        elif shows is personas.Situation.EMPLOYER_TOP_UP:
            self._give(account_id, PurseKind.EMPLOYER, "Versé par votre employeur", 150_000, None, at, "persona")
        regimes.show(account_id, shows, now=self.now)

    def _top_up(self, account_ids: list[UUID]) -> None:
        for rank, account_id in enumerate(self.random.sample(account_ids, len(account_ids) // 12)):
            kind, label, (low, high) = self.random.choices(FUNDERS, (6, 2, 2, 1))[0]
            at = self.now - timedelta(days=self.random.randrange(10, 540))
            expires = day_of(at) + timedelta(days=720) if self.random.random() < 0.4 else None
            self._give(account_id, kind, label, self.random.randrange(low, high + 1, 5_000), expires, at, str(rank))

    def _give(
        self, account_id: UUID, kind: PurseKind, label: str, cents: int, expires: date | None, at: datetime, what: str
    ) -> None:
        accounts.top_up(
            account_id=account_id,
            kind=kind,
            amount_cents=cents,
            label=label,
            certifications=None,
            expires_on=expires,
            reference=f"demonstration top-up {what}",
            by=PLAYER,
            at=at,
        )

    # ------------------------------------------------------------------ eighteen months

    def _lives(self, buyers: list[Buyer], taught: list[bodies.Body]) -> None:
        halves = [self._half(half, buyers, taught) for half in range(HALVES)]
        side_by_side(halves, meanwhile=lambda: None, together=self.together, tell=self.progress)

    def _half(self, half: int, buyers: list[Buyer], taught: list[bodies.Body]) -> Task:
        """The purchases of some buyers at some bodies; nobody is of two halves, so that halves never meet."""
        lives = Lives(self._random(f"lives {half}"), self.now)
        places = self._places(taught[half::HALVES])
        lives.people_ask(buyers[half::HALVES], places, round(REQUESTS * self.scale / HALVES))
        return lambda tell: lives.play(lambda done, total: tell(f"eighteen months, part {half + 1}", done, total))

    def _pay_bodies(self) -> None:
        """Every Thursday a batch is prepared and approved; the bank has executed it the next day.

        Made after the purchases: a batch takes the invoices that fall due in its week, issued weeks before it.
        """
        finance, approver = self.staff["staff_finance"], self.staff["staff_approver"]
        first = self.today - timedelta(days=548)
        thursdays = [
            first + timedelta(days=days) for days in range(549) if (first + timedelta(days=days)).weekday() == 3
        ]
        for done, thursday in enumerate(thursdays):
            self.progress("payouts", done, len(thursdays))
            at = start_of(thursday) + timedelta(hours=9)
            until = thursday + timedelta(days=7)
            if at >= self.now or not payments.payable(until, on=thursday).payable_count:
                continue
            batch_id = treasury.prepare_payouts(until=until, by=finance, at=at)
            # The last one is left for whoever plays the approver.
            if self.now - at < timedelta(days=6):
                continue
            treasury.approve_payouts(batch_id=batch_id, by=approver, at=at + timedelta(hours=2))
            treasury.mark_paid(batch_id=batch_id, by=finance, at=at + timedelta(hours=30))
        self.progress("payouts", len(thursdays), len(thursdays))

    def _places(self, taught: list[bodies.Body]) -> list[Place]:
        """Every session one could have asked for, bodies weighing as much as they offer."""
        places = []
        for body in taught:
            for training in offers_of.trainings_of(self.ids[body.siret]):
                for action in training.actions:
                    places += [
                        Place(
                            session_id=session.id,
                            provider_id=training.provider_id,
                            starts_on=session.starts_on,
                            ends_on=session.ends_on,
                            hours=action.hours_centre + action.hours_company,
                            prerequisites=action.has_prerequisites,
                            punctuality=body.punctuality,
                        )
                        for session in action.sessions
                        if session.state is SessionState.OPEN
                    ]
        return places

    @staticmethod
    def _forget_what_came_in_time() -> None:
        """Drop the waiting jobs of days gone by: each was planned with its step, and the step was made."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at <= %s", [clock.machine_now()]
            )
            # Nobody waits to be told of what is months old: what happened lately is announced when the worker starts.
            cursor.execute(
                "DELETE FROM procrastinate_jobs j USING journal_event e WHERE j.task_name = 'journal.deliver'"
                " AND j.args ->> 'reaction' LIKE 'support.%%' AND e.seq = (j.args ->> 'seq')::bigint AND e.at < %s",
                [clock.now() - TOLD_OF],
            )


def _index(tell: Tell) -> None:
    tell("search index", 0, 1)
    rebuild_index()
    tell("search index", 1, 1)


def _row(body: bodies.Body) -> ProviderRow:
    taught = {subject.key for subject in body.subjects}
    return ProviderRow(
        siret=body.siret,
        nda=body.nda,
        name=body.name,
        address=(body.address,),
        postal_code=body.town.postal_code,
        town=body.town.name,
        insee=body.town.insee,
        department=body.town.department,
        qualiopi_training=True,
        qualiopi_assessment="assessment" in taught,
        qualiopi_vae="vae" in taught,
    )


def _person(holder: Holder, town: Town) -> NewPerson:
    return NewPerson(
        civil=CivilIdentity(
            birth_name=holder.birth_name,
            usage_name=holder.usage_name,
            first_names=" ".join(holder.first_names),
            born_on=holder.born_on,
            sex=holder.sex,
            birth_place=holder.birth_insee,
        ),
        nir=holder.nir,
        email=holder.email,
        postal_code=town.postal_codes[0] if town.postal_codes else "",
        town=town.name,
    )


def _persona(each: personas.Holder) -> NewPerson:
    return NewPerson(
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
    )
