"""Eighteen months of purchases, lived act by act in the order of time.

Each step happens at a moment drawn at random within the delays that people and bodies really take, and plans the
next one. What would happen after today is left to those who play with the demonstration.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from acquis.enrolments import actions
from acquis.enrolments import queries as enrolments
from acquis.enrolments.types import CurrentStep, DeclineReason, EnrolmentId
from acquis.kit.actor import Actor, system
from acquis.kit.clock import PARIS, day_of
from acquis.kit.refusal import Refused
from acquis.rules import CancelledBy, ExitReason, add_working_days
from acquis.treasury import actions as treasury
from acquis.treasury import queries as payments
from acquis.treasury.types import Outcome

PLAYER = system("demonstration")


@dataclass(frozen=True, slots=True)
class Buyer:
    """A holder who may buy."""

    account_id: UUID
    weight: float


@dataclass(frozen=True, slots=True)
class Place:
    """A session one may ask for; `starts_on` None is open entry. `punctuality` is its body's."""

    session_id: UUID
    provider_id: UUID
    starts_on: date | None
    ends_on: date | None
    hours: int
    prerequisites: bool
    punctuality: float


class Lives:
    """The play: a heap of steps by moment, and the acts they make."""

    def __init__(self, random: Random, now: datetime) -> None:
        self.random, self.now = random, now
        self._order = itertools.count()
        self._steps: list[tuple[datetime, int, Callable[[datetime], object]]] = []
        #: Requests the law or the catalogue refused, by reason: told at the end, never hidden.
        self.refused: Counter[str] = Counter()
        self.requested = 0

    # ------------------------------------------------------------------ time

    def plan(self, at: datetime, step: Callable[[datetime], object]) -> None:
        """Put a step at its moment; a step after today is not of this story."""
        if at < self.now:
            heapq.heappush(self._steps, (at, next(self._order), step))

    def play(self, progress: Callable[[int, int], None]) -> None:
        """Live every step in order. A refusal is what the holder or the body would have met; the story goes on."""
        first = self._steps[0][0] if self._steps else self.now
        whole, day = max(1, (self.now - first).days), -1
        while self._steps:
            at, _rank, step = heapq.heappop(self._steps)
            try:
                step(at)
            except Refused as refusal:
                self.refused[str(refusal.reason)] += 1
            if (at - first).days != day:
                day = (at - first).days
                progress(day, whole)
        progress(whole, whole)

    def at_work(self, day: date) -> datetime:
        """A moment of a day between eight and six, Paris time."""
        return datetime.combine(day, time(8, 0), tzinfo=PARIS) + timedelta(minutes=self.random.randrange(600))

    def _soon(self, at: datetime, working_days: int) -> datetime:
        """A moment of one of the next `working_days` working days."""
        return self.at_work(add_working_days(day_of(at), self.random.randint(1, max(1, working_days))))

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # ------------------------------------------------------------------ requests

    def people_ask(self, buyers: Sequence[Buyer], places: Sequence[Place], count: int) -> None:
        """Plan `count` requests over the history, each some weeks before its session."""
        weights = [buyer.weight for buyer in buyers]
        for _ in range(count):
            place = self.random.choice(places)
            buyer = self.random.choices(buyers, weights)[0]
            if place.starts_on is None:
                day = day_of(self.now) - timedelta(days=self.random.randrange(540))
                starts_on = add_working_days(day, self.random.randint(13, 30))
            else:
                day = place.starts_on - timedelta(days=self.random.randint(18, 70))
                starts_on = None
            self.plan(self.at_work(day), self._asking(buyer, place, starts_on))

    def _asking(self, buyer: Buyer, place: Place, starts_on: date | None) -> Callable[[datetime], None]:
        def ask(at: datetime) -> None:
            enrolment_id = actions.request(
                account_id=buyer.account_id, session_id=place.session_id, starts_on=starts_on, by=PLAYER, at=at
            )
            self.requested += 1
            if place.prerequisites and self._chance(0.8):
                self.plan(at + timedelta(hours=4), lambda at: self._acknowledge(enrolment_id, place, at))
            elif self._chance(place.punctuality):
                self.plan(self._soon(at, 2), lambda at: self._answer(enrolment_id, place, at))
            else:
                self._when_due(enrolment_id, actions.lapse_unanswered)

        return ask

    def _when_due(self, enrolment_id: EnrolmentId, act: Callable[..., object]) -> None:
        due_at = self._look(enrolment_id).due_at
        assert due_at is not None
        self.plan(due_at, lambda at: act(enrolment_id=enrolment_id, by=PLAYER, at=at))

    @staticmethod
    def _look(enrolment_id: EnrolmentId) -> CurrentStep:
        return enrolments.step_of(enrolment_id, by=PLAYER)

    def _acknowledge(self, enrolment_id: EnrolmentId, place: Place, at: datetime) -> None:
        actions.acknowledge(enrolment_id=enrolment_id, by=PLAYER, at=at)
        self.plan(self._soon(at, 9), lambda at: self._answer(enrolment_id, place, at))

    def _answer(self, enrolment_id: EnrolmentId, place: Place, at: datetime) -> None:
        if self._chance(0.07):
            reason = self.random.choice(list(DeclineReason))
            actions.decline(enrolment_id=enrolment_id, reason=reason, by=PLAYER, at=at)
            return
        message = "Rendez-vous le premier jour à 9 h à l’accueil." if self._chance(0.4) else ""
        actions.accept(enrolment_id=enrolment_id, message=message, by=PLAYER, at=at)
        roll = self.random.random()
        if roll < 0.04:
            self.plan(self._soon(at, 2), lambda at: actions.abandon(enrolment_id=enrolment_id, by=PLAYER, at=at))
        elif roll < 0.11:
            self._when_due(enrolment_id, actions.lapse_unconfirmed)
        else:
            self.plan(self._soon(at, 3), lambda at: self._confirm(enrolment_id, place, at))

    # ------------------------------------------------------------------ confirmation and money

    def _confirm(self, enrolment_id: EnrolmentId, place: Place, at: datetime) -> None:
        collection_id = actions.confirm(
            enrolment_id=enrolment_id, proof_id=None, session="", return_path="/paiement/retour", by=PLAYER, at=at
        )
        if collection_id is None:
            self._then(enrolment_id, place, at)
            return
        refused = self._chance(0.05)
        self.plan(
            at + timedelta(minutes=3),
            lambda at: self._pay(enrolment_id, place, collection_id, refused, at),
        )

    def _pay(self, enrolment_id: EnrolmentId, place: Place, collection_id: UUID, refused: bool, at: datetime) -> None:
        actions.record_payment(
            collection_id=collection_id,
            outcome=Outcome.REFUSED if refused else Outcome.PAID,
            external_id=f"demo-{collection_id}",
            by=PLAYER,
            at=at,
        )
        if refused:
            self.plan(at + timedelta(minutes=10), lambda at: self._confirm(enrolment_id, place, at))
        else:
            self._then(enrolment_id, place, at)

    def _then(self, enrolment_id: EnrolmentId, place: Place, at: datetime) -> None:
        """What becomes of a confirmed enrolment before it starts."""
        starts_on = self._look(enrolment_id).starts_on
        roll = self.random.random()
        if roll < 0.03:
            self.plan(self._soon(at, 5), lambda at: self._undo(enrolment_id, at, actions.withdraw))
        elif roll < 0.055:
            self.plan(self._soon(at, 6), lambda at: self._undo(enrolment_id, at, self._cancel_as_holder))
        elif roll < 0.07:
            late = self.at_work(starts_on - timedelta(days=3))
            self.plan(late, lambda at: self._undo(enrolment_id, at, self._cancel_as_holder))
        elif roll < 0.085:
            self.plan(self._soon(at, 6), lambda at: self._undo(enrolment_id, at, self._cancel_as_provider))
        elif roll < 0.095:
            self.plan(
                self.at_work(add_working_days(starts_on, 1)),
                lambda at: self._undo(enrolment_id, at, actions.declare_no_show),
            )
        else:
            self.plan(self._in_time(starts_on, place), lambda at: self._enter(enrolment_id, place, starts_on, at))

    @staticmethod
    def _cancel_as_holder(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
        actions.cancel(enrolment_id=enrolment_id, on_behalf_of=CancelledBy.HOLDER, by=by, at=at)

    @staticmethod
    def _cancel_as_provider(*, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
        actions.cancel(enrolment_id=enrolment_id, on_behalf_of=CancelledBy.PROVIDER, by=by, at=at)

    def _undo(self, enrolment_id: EnrolmentId, at: datetime, act: Callable[..., object]) -> None:
        """An act that gives money back; the card provider confirms the refund within two days."""
        act(enrolment_id=enrolment_id, by=PLAYER, at=at)
        self._give_back(enrolment_id, at)

    def _give_back(self, enrolment_id: EnrolmentId, at: datetime) -> None:
        for refund_id in payments.refunds_due_about(enrolment_id):
            # At the latest just before today: the card provider's stand-in does not know the payments of the past.
            self.plan(min(at + timedelta(days=2), self.now - timedelta(minutes=1)), self._refunding(refund_id))

    @staticmethod
    def _refunding(refund_id: UUID) -> Callable[[datetime], None]:
        def refund(at: datetime) -> None:
            treasury.record_refund(refund_id=refund_id, external_id=f"demo-{refund_id}", by=PLAYER, at=at)

        return refund

    def _in_time(self, day: date, place: Place) -> datetime:
        """Within the three working days of a declaration, or after them for a body that forgets."""
        late = not self._chance(place.punctuality)
        days = self.random.randint(4, 7) if late else self.random.randint(0, 2)
        return self.at_work(add_working_days(day, days) if days else day)

    # ------------------------------------------------------------------ training

    def _enter(self, enrolment_id: EnrolmentId, place: Place, starts_on: date, at: datetime) -> None:
        actions.declare_entry(enrolment_id=enrolment_id, entered_on=starts_on, by=PLAYER, at=at)
        ends_on = place.ends_on or add_working_days(starts_on, max(2, place.hours // 4))
        roll = self.random.random()
        reason = ExitReason.DROPOUT if roll < 0.08 else ExitReason.FORCE_MAJEURE if roll < 0.1 else ExitReason.COMPLETED
        exited_on = ends_on
        if reason is not ExitReason.COMPLETED:
            exited_on = starts_on + (ends_on - starts_on) * self.random.uniform(0.1, 0.95)
        self.plan(
            max(self._in_time(exited_on, place), at + timedelta(hours=1)),
            lambda at: self._leave(enrolment_id, place, exited_on, reason, at),
        )

    def _leave(
        self, enrolment_id: EnrolmentId, place: Place, exited_on: date, reason: ExitReason, at: datetime
    ) -> None:
        actions.declare_exit(enrolment_id=enrolment_id, exited_on=exited_on, reason=reason, by=PLAYER, at=at)
        total = max(1, place.hours)
        done = total if reason is ExitReason.COMPLETED else self.random.randrange(total)
        self.plan(at + timedelta(minutes=15), lambda at: self._serve(enrolment_id, done, total, at))

    def _serve(self, enrolment_id: EnrolmentId, done: int, total: int, at: datetime) -> None:
        actions.declare_service(enrolment_id=enrolment_id, done=done, total=total, by=PLAYER, at=at)
        self._when_due(enrolment_id, self._validate)

    def _validate(self, *, enrolment_id: EnrolmentId, by: Actor, at: datetime) -> None:
        actions.validate_service(enrolment_id=enrolment_id, by=by, at=at)
        self._give_back(enrolment_id, at)
