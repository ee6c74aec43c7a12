"""Simulations that were asked for, how far they are, and what they found: no fact about anybody is in them."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import Refusal, SimulationState


class SimulationSet(models.QuerySet["Simulation"]):
    def locked(self, simulation_id: UUID) -> Simulation:
        """The simulation, locked until the end of the transaction."""
        found = self.select_for_update().filter(pk=simulation_id).first()
        if found is None:
            raise Refused(Refusal.SIMULATION_UNKNOWN, simulation=str(simulation_id))
        return found


class Simulation(models.Model):
    """One question about a change of law; asked again in the same words, it is the same simulation."""

    id = models.UUIDField(primary_key=True, default=new_id)
    #: A digest of the question, of the law known and of the nation's shares: what the outcome depends on.
    key = models.CharField(max_length=64)
    #: A digest of the law known and of the nation's shares alone.
    ground = models.CharField(max_length=64)
    changes = models.JSONField()
    accounts = models.BigIntegerField()
    seed = models.BigIntegerField()
    years = models.SmallIntegerField()
    state = models.TextField(default=SimulationState.WAITING)
    done_accounts = models.BigIntegerField(default=0)
    #: The sums of the slices already lived, from which a stopped computation goes on; empty before and after.
    half_way = models.JSONField(null=True)
    outcome = models.JSONField(null=True)
    #: What the changes would have given to the real accounts: sums so far, and the last account counted.
    observed = models.JSONField(null=True)
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = SimulationSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="one_simulation_for_one_question"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in SimulationState]), name="simulation_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SimulationState.DONE, outcome__isnull=False, done_at__isnull=False)
                | (~Q(state=SimulationState.DONE) & Q(outcome__isnull=True, done_at__isnull=True)),
                name="a_simulation_done_has_its_outcome",
            ),
            models.CheckConstraint(
                condition=Q(done_accounts__gte=0, done_accounts__lte=F("accounts")),
                name="a_simulation_goes_from_nothing_to_its_accounts",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at"], name="simulations_newest_first")]
