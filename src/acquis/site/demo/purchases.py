"""Eighteen months of purchases in two halves of the country, then the weekly batches that paid their bodies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from acquis.catalogue import queries as offers_of
from acquis.catalogue.types import SessionState
from acquis.kit.clock import start_of
from acquis.providers.queries import ids_by_siret
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments

from . import bodies
from .banked import LAST_CALL, Banked
from .lives import Buyer, Lives, Place
from .registers import ENDING
from .stage import Staff, Stage
from .together import Task, side_by_side

REQUESTS = 560
#: Purchases are lived in two halves of the country, each with its bodies and buyers, so that two processors share them.
HALVES = 2


def live(stage: Stage, buyers: list[Buyer], taught: list[bodies.Body]) -> None:
    halves = [_half(stage, half, buyers, taught) for half in range(HALVES)]
    side_by_side(halves, meanwhile=lambda: None, together=stage.together, tell=stage.progress)


def _half(stage: Stage, half: int, buyers: list[Buyer], taught: list[bodies.Body]) -> Task:
    """The purchases of some buyers at some bodies; nobody is of two halves, so that halves never meet."""
    lives = Lives(stage.random(f"lives {half}"), stage.now)
    places = places_of(taught[half::HALVES])
    lives.people_ask(buyers[half::HALVES], places, round(REQUESTS * stage.scale / HALVES))
    return lambda tell: lives.play(lambda done, total: tell(f"eighteen months, part {half + 1}", done, total))


def places_of(taught: Sequence[bodies.Body]) -> list[Place]:
    """Every session one could have asked for, bodies weighing as much as they offer."""
    ids = ids_by_siret(body.siret for body in taught)
    places = []
    for body in taught:
        for training in offers_of.trainings_of(ids[body.siret]):
            # What others alone pay for is not bought, nor what soon ends.
            if not training.by_account or training.certification_code == ENDING:
                continue
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


def pay_bodies(stage: Stage, staff: Staff) -> None:
    """Every Thursday a batch is prepared and approved; the bank has executed it the next day, and says so on Friday.

    Made after the purchases: a batch takes the invoices that fall due in its week, issued weeks before it.
    """
    first = stage.today - timedelta(days=548)
    thursdays = [first + timedelta(days=days) for days in range(549) if (first + timedelta(days=days)).weekday() == 3]
    bank = Banked(staff, calls_before=(stage.today - LAST_CALL).replace(day=1))
    for done, thursday in enumerate(thursdays):
        stage.progress("payouts", done, len(thursdays))
        at = start_of(thursday) + timedelta(hours=9)
        until = thursday + timedelta(days=7)
        if at >= stage.now or not payments.payable(until, on=thursday).payable_count:
            continue
        batch_id = treasury.prepare_payouts(until=until, by=staff.finance, at=at)
        # The last one is left for whoever plays the approver.
        if stage.now - at < timedelta(days=6):
            continue
        treasury.approve_payouts(batch_id=batch_id, by=staff.approver, at=at + timedelta(hours=2))
        bank.tell(batch_id, on=thursday + timedelta(days=1))
    stage.progress("payouts", len(thursdays), len(thursdays))
