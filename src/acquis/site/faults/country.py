"""A country small enough to be hurt every second: the personas with their rights, two bodies, what they sell any day.

It begins on the evening before the clocks go back, so that the repeated hour is lived too.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connection

from acquis.accounts import actions as accounts
from acquis.accounts.queries import account_of
from acquis.accounts.types import PurseKind
from acquis.catalogue import actions as catalogue
from acquis.catalogue import queries as offers_of
from acquis.journal import demo_clock
from acquis.kit import clock
from acquis.kit.actor import system
from acquis.outside.identity_standin import personas
from acquis.providers.queries import ids_by_siret
from acquis.site import migration
from acquis.site.demo import bodies, registers
from acquis.site.demo.catalogue import Offer, write_offers
from acquis.site.demo.offers import SUBJECTS
from acquis.site.demo.opening import enrol_staff, load_registers
from acquis.site.demo.rights import people_live
from acquis.site.demo.stage import Stage
from acquis.site.demo.supply import imagined_bodies, supply

PLAYER = system("faults")
#: In the night that follows, at 3 in the morning, the clocks go back to 2.
BEGINS = datetime(2026, 10, 24, 20, tzinfo=UTC)
CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)
#: Those whose rights may still be spent.
BUYERS = ("claire", "karim", "sophie", "luc", "ines", "paul", "nadia", "amelie", "thomas", "lea")
#: Who answers for each body.
AGENTS = {"fournil": "samir", "clavier": "elodie"}
PREPARES, APPROVES = "fatou", "henri"
OFFERS_EACH = 8
PRICES = (15_000, 42_000, 60_000, 99_000, 150_000, 248_000)
GIVEN_CENTS = 30_000_00


@dataclass(frozen=True, slots=True)
class Place:
    """A session that may be asked for on any day, and who answers for its body."""

    session_id: UUID
    agent: str


@dataclass(frozen=True, slots=True)
class Country:
    """Who may buy, by persona, and what."""

    accounts: dict[str, UUID]
    places: list[Place]


def fill(seed: int) -> Country:
    """Make the tables and the country in an empty database that nobody else will ever use."""
    migration.migrate()
    with connection.cursor() as cursor:
        # The demonstration's clock plays the machine's here, and a machine's clock may be turned back.
        cursor.execute("ALTER TABLE journal_democlock DROP CONSTRAINT demo_clock_never_goes_back")
        # Two who wait for each other are parted soon: there is nobody here who would wait for a reason.
        cursor.execute("ALTER DATABASE acquis SET deadlock_timeout = '300ms'")
    set_clock(BEGINS)
    stage = Stage(seed=seed, scale=0.0, together=False, progress=lambda *_: None)
    towns = load_registers(stage)
    staff, taught = enrol_staff(), imagined_bodies(stage, towns)
    supply(stage, staff, taught, lambda *_: None)
    people_live(stage, staff, towns)
    _sell_any_day(stage, taught[: len(AGENTS)])
    with connection.cursor() as cursor:
        # What the past announced is done: no delay of this country has begun.
        cursor.execute("DELETE FROM procrastinate_jobs")
    return Country(_buyers(), _places(taught))


def set_clock(to: datetime) -> None:
    """Turn the clock, forward or back, as a machine's is turned: nobody is asked and nothing else moves."""
    seconds = round((to - clock.machine_now()).total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_democlock (id, offset_seconds) VALUES (1, %s)"
            " ON CONFLICT (id) DO UPDATE SET offset_seconds = excluded.offset_seconds",
            [seconds],
        )
    demo_clock.forget()


def turn_clock(by: timedelta) -> None:
    set_clock(clock.now() + by)


def _sell_any_day(stage: Stage, taught: list[bodies.Body]) -> None:
    random = Random(f"{stage.seed} offers of the faults")
    certified = {each.subject: each for each in reversed(registers.certifications())}
    made = [
        Offer(
            body=body,
            subject=subject,
            certification=certified[subject.key],
            number=f"X{rank:02d}{number:02d}",
            title=f"{subject.titles[0]}, {number + 1}",
            price_cents=random.choice(PRICES),
            sessions=(None,),
            modality="2",
            hours=14,
            prerequisites=False,
        )
        for rank, body in enumerate(taught)
        for number, subject in enumerate(
            random.choices([each for each in SUBJECTS if each in body.subjects], k=OFFERS_EACH)
        )
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "offres.xml"
        write_offers(path, made, stage.today)
        report = catalogue.import_offers(provider_id=None, file=path, by=PLAYER, at=stage.now - timedelta(days=30))
    if report.blocking_total:
        raise RuntimeError(f"the offers were refused: {report.findings[0].sentence}")


def _places(taught: list[bodies.Body]) -> list[Place]:
    agents = {personas.organisation(key).siret: agent for key, agent in AGENTS.items()}
    ids = ids_by_siret(agents)
    return [
        Place(session.id, agents[body.siret])
        for body in taught
        if body.siret in agents
        for training in offers_of.trainings_of(ids[body.siret])
        if training.by_account and training.number.startswith("X")
        for action in training.actions
        for session in action.sessions
    ]


def _buyers() -> dict[str, UUID]:
    """Each with enough for all that they will buy."""
    found = {}
    for each in personas.HOLDERS:
        if each.key not in BUYERS:
            continue
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM people_person WHERE birth_name = %s AND born_on = %s", [each.birth_name, each.born_on]
            )
            account_id = account_of(cursor.fetchone()[0])
        assert account_id is not None
        accounts.top_up(
            account_id=account_id,
            kind=PurseKind.CEC,
            amount_cents=GIVEN_CENTS,
            reference=f"faults {each.key}",
            by=PLAYER,
            at=clock.now(),
        )
        found[each.key] = account_id
    return found
