"""The enrolment, the shares of its price, and each step it made.

An enrolment copies what was offered on the day of the request: the offer may change afterwards, the promise does not.
Every table carries `account_id`, the unit by which the heart can be spread over machines.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Q

from acquis.catalogue import actions as catalogue
from acquis.funders import actions as funders
from acquis.kit.actor import Actor
from acquis.kit.clock import day_of
from acquis.kit.ids import new_id
from acquis.kit.prepared import Prepared, PreparedValues, given, insert, update
from acquis.kit.refusal import Refused
from acquis.people.sealed import SealedField

from .. import lifecycle
from ..types import (
    ENDS,
    HOLDING,
    LIVE,
    Act,
    BillingState,
    ControlState,
    EndMotive,
    Party,
    Refusal,
    Source,
    State,
)

ONE_SECOND = timedelta(seconds=1)

#: Who must act for the enrolment to go on, state by state; the ends wait for nobody.
WAITS_FOR: dict[State, Party] = {
    State.REQUESTED: Party.PROVIDER,
    State.UNDER_REVIEW: Party.PROVIDER,
    State.PROPOSED: Party.HOLDER,
    State.AWAITING_FUNDER: Party.FUNDER,
    State.AWAITING_PAYMENT: Party.HOLDER,
    State.CONFIRMED: Party.PROVIDER,
    State.IN_TRAINING: Party.PROVIDER,
    State.EXITED: Party.PROVIDER,
    State.SERVICE_DECLARED: Party.OPERATOR,
}


class EnrolmentSet(models.QuerySet["Enrolment"]):
    """The vocabulary of sets of enrolments."""

    def live(self) -> EnrolmentSet:
        return self.filter(state__in=LIVE)

    def locked(self, enrolment_id: UUID, *, account_id: UUID | None = None) -> Enrolment:
        """The row, held until the transaction ends; refused when there is none. `account_id`: whose, when known."""
        # Whose it is, first: on several nodes, a row is locked where its account lives and nowhere else.
        account_id = account_id or _ACCOUNT_OF.value(id=enrolment_id)
        enrolment = _LOCKED.first(account_id=account_id, id=enrolment_id) if account_id else None
        if enrolment is None:
            raise Refused(Refusal.UNKNOWN_ENROLMENT)
        return enrolment

    def one_at_a_time(self, account_id: UUID) -> None:
        """Make the requests of one account wait for each other until the transaction ends."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [account_id.int & 0x7FFF_FFFF_FFFF_FFFF])


class Enrolment(models.Model):
    """One purchase of one training by one holder, from request to settlement."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=11)
    account_id = models.UUIDField()
    person_id = models.UUIDField()
    provider_id = models.UUIDField()
    training_id = models.UUIDField()
    action_id = models.UUIDField()
    session_id = models.UUIDField()

    title = models.TextField()
    certification_code = models.TextField(blank=True)
    certification_title = models.TextField(blank=True)
    #: The fiche of the certification as it was read when the holder asked.
    certification_version = models.BigIntegerField(null=True)
    action_kind = models.TextField()
    modality = models.TextField(blank=True)
    town = models.TextField(blank=True)
    address = models.TextField(blank=True)
    hours = models.IntegerField(default=0)
    has_prerequisites = models.BooleanField(default=False)
    price_cents = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    state = models.TextField()
    billing_state = models.TextField(default=BillingState.NOT_BILLABLE)
    step_count = models.IntegerField(default=0)
    #: The moment from which the present step is late; what then happens is in the lifecycle and the jobs.
    due_at = models.DateTimeField(null=True)

    requested_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    #: The last day of the right of withdrawal, fixed by the law of the day of confirmation.
    withdrawal_last_day = models.DateField(null=True)
    message = models.TextField(blank=True)
    decline_reason = models.TextField(blank=True)

    #: How many times the holder tried to confirm; part of each reservation's reference.
    attempt = models.IntegerField(default=0)
    collection_id = models.UUIDField(null=True)
    participation_cents = models.BigIntegerField(default=0)
    #: When the proposal lapses; kept aside while a payment is under way, which has its own `due_at`.
    confirmation_due_at = models.DateTimeField(null=True)

    #: When an agent of a funder was first asked to complete it; nothing is looked for where nobody was.
    funder_asked_at = models.DateTimeField(null=True)
    entered_on = models.DateField(null=True)
    exited_on = models.DateField(null=True)
    exit_reason = models.TextField(blank=True)
    done = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    total = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    rate_percent = models.IntegerField(null=True)

    deposit_cents = models.BigIntegerField(default=0)
    provider_cents = models.BigIntegerField(null=True)
    returned_cents = models.BigIntegerField(null=True)
    lapsed_cents = models.BigIntegerField(null=True)
    #: What the holder had paid and keeps on a credit note.
    kept_cents = models.BigIntegerField(null=True)
    #: What the operator had to add so that the provider is paid its share of a late cancellation.
    borne_cents = models.BigIntegerField(default=0)

    #: Under control or not, beside the state (register § 5.1); the controls themselves say why.
    control_state = models.TextField(default=ControlState.NOT_IN_CONTROL)
    #: When the holder said that the service declared was given.
    service_confirmed_at = models.DateTimeField(null=True)
    #: Why the operator ended it, and what both sides were told; sealed, since it may be about a person.
    end_motive = models.TextField(blank=True)
    end_words_sealed = SealedField(null=True)
    #: When force majeure was recognised after a late cancellation or an absence.
    excused_at = models.DateTimeField(null=True)

    objects = EnrolmentSet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="one_enrolment_per_number"),
            models.UniqueConstraint(
                fields=["account_id", "session_id"],
                condition=Q(state__in=sorted(LIVE)),
                name="one_live_request_per_session",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(State)), name="enrolment_state_is_known"),
            models.CheckConstraint(
                condition=Q(billing_state__in=sorted(BillingState)), name="enrolment_billing_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(control_state__in=sorted(ControlState)), name="enrolment_control_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(end_motive="") | Q(end_motive__in=sorted(EndMotive)), name="enrolment_end_motive_is_known"
            ),
            models.CheckConstraint(condition=Q(price_cents__gte=0), name="enrolment_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="enrolment_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(provider_cents__isnull=True)
                | (Q(provider_cents__gte=0) & Q(provider_cents__lte=F("price_cents"))),
                name="provider_is_paid_at_most_the_price",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account_id", "requested_at"], name="enrolments_of_account"),
            models.Index(fields=["provider_id", "state", "due_at"], name="enrolments_of_provider"),
            models.Index(fields=["state", "due_at"], name="enrolments_due"),
            models.Index(fields=["collection_id"], name="enrolments_by_collection"),
        ]

    def move(
        self,
        act: Act,
        *,
        due_at: datetime | None = None,
        late: bool = False,
        by: Actor,
        at: datetime,
        **changes: Any,
    ) -> None:
        """Make the step: new state and `due_at`, the changes, one line of history; `late` marks a duty done late."""
        source = self.state
        self.state = lifecycle.require(act, State(source)) if source else lifecycle.MOVES[act].target
        self.due_at = due_at
        for name, value in changes.items():
            setattr(self, name, value)
        self.step_count += 1
        step = Step(
            enrolment=self,
            account_id=self.account_id,
            rank=self.step_count,
            act=act,
            source=source,
            target=self.state,
            at=at,
            by=by.key,
            late=late,
        )
        if self._state.adding:
            insert(self)
            insert(step)
        else:
            # Saving names the account too: on several nodes, a row is written where it lives.
            update(self, self._changed(), within="account_id", beside=step)
        self._keep()
        if self.funder_asked_at is not None and self.state in ENDS:
            funders.close_aids(enrolment_id=self.id, account_id=self.account_id, by=by, at=at)
        if source in HOLDING and self.state not in HOLDING:
            catalogue.release_place(reference=self.id, by=by, at=at)

    def is_due(self, at: datetime) -> bool:
        """Whether the delay of the present step is over."""
        return self.due_at is not None and at >= self.due_at

    def told(self) -> dict[str, Any]:
        """What every fact about this enrolment tells."""
        return {
            "about": self.id,
            "account_id": self.account_id,
            "provider_id": self.provider_id,
            "state": self.state,
        }

    @property
    def shares(self) -> list[Share]:
        """The shares of the price as last confirmed, in the order of the law."""
        return _SHARES.all(account_id=self.account_id, id=self.id)

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        row = super().from_db(db, field_names, values, **more)
        # As `_keep` does of every column, in one go: every act reads one.
        row.__dict__["_written"] = row.__dict__.copy()
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self._keep(kwargs.get("update_fields"))

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._keep()

    def _keep(self, names: Iterable[str] | None = None) -> None:
        """Remember what the database has of these columns, or of all."""
        known = self.__dict__.setdefault("_written", {})
        known.update({name: self.__dict__[name] for name in names or _COLUMNS if name in self.__dict__})

    def _changed(self) -> list[str]:
        """The columns that are not as the database has them: a step changes a few of some forty."""
        known = self.__dict__.get("_written", {})
        return [name for name in _COLUMNS if name in self.__dict__ and self.__dict__[name] != known.get(name, _UNREAD)]

    def _do_update(self, base_qs: Any, *values: Any) -> Any:
        # Saving names the account too: on several nodes, a row is written where it lives.
        return super()._do_update(base_qs.filter(account_id=self.account_id), *values)

    @property
    def waits_for(self) -> Party | None:
        return WAITS_FOR.get(State(self.state))

    @property
    def due_on(self) -> date | None:
        """The last day of the present step, in Paris; for a service to validate, the day it is validated."""
        if self.due_at is None:
            return None
        return day_of(self.due_at) if self.state == State.SERVICE_DECLARED else last_day(self.due_at)

    @property
    def due_before(self) -> datetime | None:
        """The moment by which to act, where the delay is one of minutes and a day would promise too much."""
        return self.due_at if self.state == State.AWAITING_PAYMENT else None


_ACCOUNT_OF = PreparedValues(lambda: Enrolment.objects.filter(pk=given("id")).values_list("account_id"))
_LOCKED = Prepared(lambda: Enrolment.objects.select_for_update().filter(account_id=given("account_id"), pk=given("id")))
_SHARES = Prepared(lambda: Share.objects.filter(enrolment=given("id"), account_id=given("account_id")).order_by("rank"))
_UNREAD = object()  # What no column holds.
_COLUMNS = tuple(each.attname for each in Enrolment._meta.concrete_fields)


def last_day(due_at: datetime) -> date:
    """The last legal day before a delay is over: `due_at` is the first moment that is late."""
    return day_of(due_at - ONE_SECOND)


class Share(models.Model):
    """What one source pays of the price of one enrolment, at its last confirmation."""

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="share_set")
    account_id = models.UUIDField()
    rank = models.SmallIntegerField()
    source = models.TextField()
    purse_id = models.UUIDField(null=True)
    kind = models.TextField(blank=True)
    label = models.TextField(blank=True)
    amount_cents = models.BigIntegerField()
    #: The ledger reference of the reservation; empty for what the holder pays by card.
    reference = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "rank"], name="one_share_per_rank"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_share_is_positive"),
            models.CheckConstraint(condition=Q(source__in=sorted(Source)), name="share_source_is_known"),
        ]


class Step(models.Model):
    """One act on one enrolment, in order: rank 1 is the request."""

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="steps")
    account_id = models.UUIDField()
    rank = models.IntegerField()
    act = models.TextField()
    source = models.TextField(blank=True)
    target = models.TextField()
    at = models.DateTimeField()
    by = models.TextField()
    late = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "rank"], name="one_step_per_rank"),
            models.CheckConstraint(condition=Q(act__in=sorted(Act)), name="step_act_is_known"),
            models.CheckConstraint(condition=Q(target__in=sorted(State)), name="step_target_is_known"),
        ]
