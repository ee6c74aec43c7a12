"""Runs, the figures they add up as they go, and the rows that gave nothing."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import UNDER_WAY, Phase, Reason, Refusal, RunKind, RunState


class RunSet(models.QuerySet["Run"]):
    def locked(self, run_id: UUID) -> Run:
        """The run, locked until the end of the transaction, once nobody shares it."""
        _wait_for(run_id, "")
        return _known(self.select_for_update().filter(pk=run_id), run_id)

    def shared(self, run_id: UUID) -> Run:
        """The run, which nobody changes until the end of the transaction; others may share it."""
        _wait_for(run_id, "_shared")
        return _known(self.filter(pk=run_id), run_id)


def _wait_for(run_id: UUID, how: str) -> None:
    # Not by the row's own lock: that would let those who share it pass before who waits to be alone, for ever.
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{how}(hashtextextended(%s, 0))", [f"crediting {run_id}"])


def _known(found: Iterable[Run], run_id: UUID) -> Run:
    for run in found:
        return run
    raise Refused(Refusal.RUN_UNKNOWN, run=str(run_id))


class Run(models.Model):
    """A walk through the accounts, first to foresee, then, once approved, to do; it is walked on several tracks."""

    id = models.UUIDField(primary_key=True, default=new_id)
    #: What `accounts` writes on each year it credits for this run.
    number = models.IntegerField(unique=True)
    kind = models.TextField()
    year = models.SmallIntegerField()
    state = models.TextField(default=RunState.FORESEEING)
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    prepared_by = models.TextField()
    prepared_at = models.DateTimeField()
    approved_by = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    #: When what it wrote was last reconciled; the result is in `Part` and `Difference`.
    reconciled_at = models.DateTimeField(null=True)
    #: About how many accounts there are to walk through; how many were is told by the tracks.
    total = models.IntegerField(default=0)

    objects = RunSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in RunKind]), name="run_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in RunState]), name="run_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind=RunKind.UNDO.value, undoes__isnull=False)
                | (~Q(kind=RunKind.UNDO.value) & Q(undoes__isnull=True)),
                name="an_undoing_undoes_a_run",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("prepared_by")), name="two_persons_for_a_run"),
            models.CheckConstraint(
                condition=Q(state__in=["foreseeing", "foreseen", "discarded"]) | ~Q(approved_by=""),
                name="what_runs_was_approved",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=sorted(state.value for state in UNDER_WAY)),
                name="one_run_of_a_year_at_a_time",
            ),
        ]


class Track(models.Model):
    """A stretch of the accounts in the order of their keys, walked by one at a time beside those on other tracks."""

    pk = models.CompositePrimaryKey("run_id", "number")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tracks", db_index=False)
    number = models.SmallIntegerField()
    #: The last account walked through in the phase under way, or the one after which the track begins.
    after = models.UUIDField(null=True)
    #: The last account of the track; None when it has no end.
    upto = models.UUIDField(null=True)
    #: Accounts and slices walked through.
    done = models.IntegerField(default=0)
    slices = models.IntegerField(default=0)
    is_over = models.BooleanField(default=False)


class Tally(models.Model):
    """What a phase of a run comes to for one regime, reason and department, added up slice by slice."""

    pk = models.CompositePrimaryKey("run_id", "phase", "regime", "reason", "department")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    phase = models.TextField()
    regime = models.TextField()
    reason = models.TextField()
    department = models.TextField()
    years = models.BigIntegerField()
    moving = models.BigIntegerField()
    given_cents = models.BigIntegerField()
    taken_cents = models.BigIntegerField()
    cut_cents = models.BigIntegerField()
    shortfall_cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(phase__in=[p.value for p in Phase]), name="tally_phase_is_known"),
            models.CheckConstraint(condition=Q(reason__in=[r.value for r in Reason]), name="tally_reason_is_known"),
        ]


class Spread(models.Model):
    """How many years of a phase moved an amount of one band."""

    pk = models.CompositePrimaryKey("run_id", "phase", "from_cents")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="spreads", db_index=False)
    phase = models.TextField()
    from_cents = models.BigIntegerField()
    years = models.BigIntegerField()


class Count(models.Model):
    """How many rows of a phase gave nothing, by reason; `unchanged` is a reason too."""

    pk = models.CompositePrimaryKey("run_id", "phase", "reason")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="counts", db_index=False)
    phase = models.TextField()
    reason = models.TextField()
    rows = models.BigIntegerField()


class SetAside(models.Model):
    """A row that gave nothing, or a take-back that found too little: somebody looks at it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="set_aside", db_index=False)
    phase = models.TextField()
    account_id = models.UUIDField()
    regime = models.TextField()
    reason = models.TextField()
    shortfall_cents = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["run", "phase", "id"], name="set_aside_of_run")]


class Part(models.Model):
    """One part of a run as it was last reconciled: a regime, a reason, a department, read in four places."""

    pk = models.CompositePrimaryKey("run_id", "regime", "reason", "department")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="parts", db_index=False)
    regime = models.TextField()
    reason = models.TextField()
    department = models.TextField()
    facts_cents = models.BigIntegerField()
    journal_cents = models.BigIntegerField()
    ledger_cents = models.BigIntegerField()
    balances_cents = models.BigIntegerField()


class Difference(models.Model):
    """An account whose figures did not agree when its run was last reconciled."""

    pk = models.CompositePrimaryKey("run_id", "account_id")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="differences", db_index=False)
    account_id = models.UUIDField()
    facts_cents = models.BigIntegerField()
    ledger_cents = models.BigIntegerField()
    balances_cents = models.BigIntegerField()
