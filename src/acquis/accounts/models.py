"""Accounts, the purses on them, and the facts of each credited year. Money itself is in the ledger."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import SINGLE_PURSES, AccountState, Cause, PurseKind, Refusal


class AccountSet(models.QuerySet["Account"]):
    def locked(self, account_id: UUID) -> Account:
        """The account, locked until the end of the transaction."""
        account = self.select_for_update().filter(pk=account_id).first()
        if account is None:
            raise Refused(Refusal.ACCOUNT_UNKNOWN, account=str(account_id))
        return account


class Account(models.Model):
    """One person's individual training account (L6323-1): opened once, never given to another."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    state = models.TextField(default=AccountState.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    jobseeker_since = models.DateField(null=True)
    jobseeker_until = models.DateField(null=True)
    holds_light_licence = models.BooleanField(default=False)
    last_public_assessment_on = models.DateField(null=True)

    objects = AccountSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_id"], name="one_account_per_person"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AccountState]), name="account_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(jobseeker_until__isnull=True)
                | Q(jobseeker_since__isnull=False, jobseeker_until__gte=models.F("jobseeker_since")),
                name="jobseeker_period_goes_forward",
            ),
        ]


class Purse(models.Model):
    """Money on an account with one origin and one set of conditions; its id is its account in the ledger."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="purses")
    kind = models.TextField()
    label = models.TextField(default="")
    certifications = models.JSONField(null=True)
    expires_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    #: For a funder's purse, the payment that made it; empty for the purses that are filled again and again.
    reference = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in PurseKind]), name="purse_kind_is_known"),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(kind__in=[k.value for k in SINGLE_PURSES]),
                name="one_purse_of_own_money_per_kind",
            ),
        ]
        indexes = [models.Index(fields=["account", "kind"], name="purses_of_account")]


class YearlyCredit(models.Model):
    """The facts of a year and what they gave: a corrected fact is one more version, never an overwrite.

    Tens of millions are written in a night: the row is narrow, and known by what it is about. The rule's working is
    not kept, since the same rule over the same facts gives it again (`yearly.working_of`).
    """

    pk = models.CompositePrimaryKey("account_id", "year", "regime", "version")
    # No constraint and no index of its own: checked row by row, they would cost more than all the rest of a run.
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="years", db_constraint=False, db_index=False
    )
    year = models.SmallIntegerField()
    regime = models.TextField()
    version = models.SmallIntegerField()
    #: Why this version was written (`types.Cause`).
    cause = models.TextField(default=Cause.FACTS)
    unit = models.TextField()
    #: In ten-thousandths of the unit: 803.5 hours are 8 035 000.
    worked = models.BigIntegerField()
    reference = models.BigIntegerField(null=True)
    low_qualified = models.BooleanField()
    oeth = models.BooleanField()
    contribution_paid = models.BooleanField(null=True)
    #: The yearly counter the rule was given: before the first version, so that every version is comparable.
    balance_before_cents = models.BigIntegerField()
    earned_cents = models.BigIntegerField()
    ceiling_cents = models.BigIntegerField()
    #: What the year has given in all, every regime together, once this version is applied.
    granted_cents = models.BigIntegerField()
    #: What this version moved, signed; 0 when nothing moved.
    moved_cents = models.BigIntegerField()
    #: What should have been taken back and was no longer there.
    shortfall_cents = models.BigIntegerField(default=0)
    credited_on = models.DateField()
    #: The number of the yearly run that wrote it; None for a credit of every day.
    run = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(granted_cents__gte=0), name="a_year_never_gives_less_than_nothing"),
            models.CheckConstraint(condition=Q(cause__in=[c.value for c in Cause]), name="cause_is_known"),
        ]

    @property
    def transfer_reference(self) -> str:
        """The movement in the ledger, when something moved; `REFERENCE_SQL` says the same to the database."""
        correction = f" version {self.version}" if self.version > 1 else ""
        return f"credit {self.year} {self.regime}{correction} {self.account_id}"


#: `YearlyCredit.transfer_reference` of a row called y.
REFERENCE_SQL = (
    "'credit ' || y.year || ' ' || y.regime || CASE WHEN y.version > 1 THEN ' version ' || y.version ELSE '' END"
    " || ' ' || y.account_id"
)


class TopUp(models.Model):
    """One payment put on an account by somebody else, by its reference: twice the same payment is once."""

    reference = models.TextField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="top_ups")
    purse = models.ForeignKey(Purse, on_delete=models.PROTECT, related_name="top_ups")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()
    label = models.TextField(default="")
    certifications = models.JSONField(null=True)
    expires_on = models.DateField(null=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_top_up_brings_money")]
