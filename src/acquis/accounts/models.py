"""Accounts, the purses on them, and the facts of each credited year. Money itself is in the ledger."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id

from .given import Grant as Grant
from .given import GrantProposal as GrantProposal
from .given import TopUp as TopUp
from .locking import AccountSet
from .notices import DeathNotice as DeathNotice
from .notices import Freeze as Freeze
from .told_of_risks import Accident as Accident
from .told_of_risks import PreventionPoints as PreventionPoints
from .told_of_risks import ProjectPaper as ProjectPaper
from .types import SINGLE_PURSES, AccountState, Cause, ProofKind, ProofState, PurseKind
from .year_slab import YearSlab as YearSlab


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
    #: How and when its rights ended (`rules.EndGround`); empty while they have not.
    end_ground = models.TextField(default="")
    ended_on = models.DateField(null=True)
    #: Frozen when its rights ended, or since: what may still be spent then may not, and reopened it is frozen again.
    frozen_at_end = models.BooleanField(default=False)
    #: Since when it is open again, should it have been reopened or parted.
    open_again_at = models.DateTimeField(null=True)
    #: When the State's register was last asked whether the holder lives.
    register_asked_on = models.DateField(null=True)
    #: The account of the same person that this one leads to.
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined")
    #: How often this account was parted from another: whoever signed in before may have been somebody else.
    partings = models.PositiveSmallIntegerField(default=0)

    objects = AccountSet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(joined_to__isnull=False), name="accounts_that_lead_away"),
            # Accounts are written in the order in which they are opened.
            BrinIndex(fields=["opened_at"], name="accounts_opened_lately"),
            models.Index(
                fields=["open_again_at"], condition=Q(open_again_at__isnull=False), name="accounts_open_again_lately"
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(end_ground="", ended_on__isnull=True) | (~Q(end_ground="") & Q(ended_on__isnull=False)),
                name="an_end_has_its_ground_and_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state=AccountState.JOINED, joined_to__isnull=False)
                | (~Q(state=AccountState.JOINED) & Q(joined_to__isnull=True)),
                name="a_joined_account_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state=AccountState.RETIRED) | ~Q(end_ground=""), name="a_retired_account_says_why"
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
    #: The one enrolment that this money was promised for (L6323-4 II): it pays nothing else.
    promised_for = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in PurseKind]), name="purse_kind_is_known"),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(kind__in=[k.value for k in SINGLE_PURSES]),
                name="one_purse_of_own_money_per_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "kind"], name="purses_of_account"),
            # A yearly run reads those of a range; nearly every account has the yearly one alone.
            models.Index(fields=["account"], condition=~Q(kind=PurseKind.YEARLY), name="purses_beside_the_yearly"),
        ]


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
        """The movement in the ledger, when something moved, as a transfer of its own."""
        return transfer_reference(self.account_id, self.year, self.regime, self.version)

    @property
    def transfer_references(self) -> tuple[str, ...]:
        """The two ways the movement may be called: by itself, or in a book of a run; REFERENCES_SQL says the same."""
        if self.run is None:
            return (self.transfer_reference,)
        book = book_reference(self.run, self.year, self.regime, self.credited_on, corrects=self.version > 1)
        return self.transfer_reference, f"{book} {self.account_id}"


def transfer_reference(account_id: UUID | str, year: int, regime: str, version: int) -> str:
    """Under which reference a version's movement stands by itself in the ledger."""
    correction = f" version {version}" if version > 1 else ""
    return f"credit {year} {regime}{correction} {account_id}"


def book_reference(run: int, year: int, regime: str, day: date, *, corrects: bool = False) -> str:
    """Under which reference a run's credits, or its corrections, of one regime and one day stand in the ledger."""
    return f"book:run {run} {'correction' if corrects else 'credit'} {year} {regime} of {day.isoformat()}"


#: `YearlyCredit.transfer_references` of a row called y.
REFERENCES_SQL = (
    "ARRAY['credit ' || y.year || ' ' || y.regime || CASE WHEN y.version > 1 THEN ' version ' || y.version ELSE '' END"
    " || ' ' || y.account_id,"
    " 'book:run ' || y.run || CASE WHEN y.version > 1 THEN ' correction ' ELSE ' credit ' END"
    " || y.year || ' ' || y.regime || ' of ' || to_char(y.credited_on, 'YYYY-MM-DD') || ' ' || y.account_id]"
)


class YearlyHours(models.Model):
    """A public agent's year and the hours it gave, version after version, as `YearlyCredit` does in euros."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="hours")
    year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    worked = models.TextField()
    reference = models.TextField(null=True)
    category_c_low_qualified = models.BooleanField()
    is_part_time_post = models.BooleanField()
    #: The counter before the first version, in whole hours, so that every version is comparable.
    balance_before_hours = models.IntegerField()
    earned_hours = models.IntegerField()
    ceiling_hours = models.IntegerField()
    #: What this version moved, signed; what should have been taken back and was no longer there.
    moved_hours = models.IntegerField()
    shortfall_hours = models.IntegerField(default=0)
    credited_on = models.DateField()
    recorded_at = models.DateTimeField()
    transfer_reference = models.TextField(default="")
    #: Why this version was written (`types.Cause`), and the number of the yearly run that did; None for every day's.
    cause = models.TextField(default=Cause.FACTS)
    run = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "year", "version"], name="one_row_per_version_of_hours"),
            models.CheckConstraint(
                condition=Q(moved_hours=0, transfer_reference="") | (~Q(moved_hours=0) & ~Q(transfer_reference="")),
                name="hours_that_moved_have_their_transfer",
            ),
        ]


class LowQualification(models.Model):
    """A holder's declaration that they have no diploma of level 3, and of its end (R6323-3-1 II, III, V)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="low_qualifications")
    declared_on = models.DateField()
    #: The day of the diploma, and the one on which the holder said so: the second ends the raised credit.
    lost_on = models.DateField(null=True)
    end_declared_on = models.DateField(null=True)
    #: When the declaration was found false or wrong; it then counts for no year.
    annulled_at = models.DateTimeField(null=True)
    annulled_because = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(lost_on__isnull=True, annulled_at__isnull=True),
                name="one_low_qualification_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lost_on__isnull=True, end_declared_on__isnull=True)
                | Q(end_declared_on__gte=models.F("lost_on")),
                name="an_end_is_declared_once_it_has_come",
            ),
            models.CheckConstraint(
                condition=Q(lost_on__isnull=True) | Q(lost_on__gte=models.F("declared_on")),
                name="a_qualification_is_gained_after_its_lack_was_declared",
            ),
        ]


class DisabilityProof(models.Model):
    """A document by which a holder proves that they benefit from the employment duty (L5212-13, D6323-3-3)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="disability_proofs")
    kind = models.TextField()
    state = models.TextField(default=ProofState.SUBMITTED)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    #: The sealed document, kept by `people`.
    document_id = models.UUIDField()
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")
    reason = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in ProofKind]), name="proof_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state=ProofState.SUBMITTED, decided_at__isnull=True)
                | Q(state__in=[ProofState.ACCEPTED, ProofState.REFUSED], decided_at__isnull=False),
                name="a_decided_proof_says_when",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="a_proof_goes_forward",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at"], condition=Q(state=ProofState.SUBMITTED), name="proofs_waiting"),
        ]


class Mandate(models.Model):
    """A mandate of a local elected official: its anniversaries bring their yearly right (CGCT L1621-3)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="mandates")
    first_round_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "first_round_on"], name="one_mandate_per_first_round"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("first_round_on")),
                name="a_mandate_ends_after_it_began",
            ),
        ]
