"""Joinings: who is one with whom, on whose word, and what moved."""

from __future__ import annotations

from typing import ClassVar, TypeVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import Effect, JoiningState, Refusal, SplitState

#: Two persons under one of these are, or may become, one: they are in no other joining meanwhile.
STANDING = (JoiningState.PROPOSED, JoiningState.JOINED, JoiningState.PARTING)


P = TypeVar("P", bound="Proposal")


class ProposalSet(models.QuerySet[P]):
    def locked(self, row_id: UUID) -> P:
        """The row, held until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=row_id).first()
        if row is None:
            raise Refused(self.model.UNKNOWN)
        return row


class Proposal(models.Model):
    """What one agent proposes, with a reason that names nobody, and another decides."""

    UNKNOWN: ClassVar[Refusal]

    id = models.UUIDField(primary_key=True, default=new_id)
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField(default="")

    class Meta:
        abstract = True


class Joining(Proposal):
    """Two persons held to be one. The kept one's account goes on; the other's leads to it."""

    UNKNOWN = Refusal.UNKNOWN

    kept_id = models.UUIDField()
    merged_id = models.UUIDField()
    #: None when the merged person had no account yet.
    merged_account_id = models.UUIDField(null=True)
    state = models.TextField(default=JoiningState.PROPOSED)
    parting_reason = models.TextField(default="")
    parting_at = models.DateTimeField(null=True)
    parting_by = models.TextField(default="")
    parted_at = models.DateTimeField(null=True)
    parted_by = models.TextField(default="")
    moved_cents = models.BigIntegerField(default=0)
    withheld_cents = models.BigIntegerField(default=0)
    years_cents = models.BigIntegerField(default=0)
    returned_cents = models.BigIntegerField(default=0)
    shortfall_cents = models.BigIntegerField(default=0)

    objects = ProposalSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in JoiningState]), name="joining_state_is_known"
            ),
            models.CheckConstraint(condition=~Q(kept_id=F("merged_id")), name="a_joining_is_of_two_persons"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="a_joining_has_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(parted_by="") | ~Q(parted_by=F("parting_by")), name="a_parting_has_four_eyes"
            ),
            models.UniqueConstraint(
                fields=["merged_id"],
                condition=Q(state__in=[s.value for s in STANDING]),
                name="one_standing_joining_per_merged_person",
            ),
        ]
        indexes = [models.Index(fields=["kept_id"], name="joinings_of_kept_person")]


class Split(Proposal):
    """Two persons in one account: what of it goes to the other. The first keeps the account and the rest."""

    UNKNOWN = Refusal.SPLIT_UNKNOWN

    person_id = models.UUIDField()
    other_id = models.UUIDField()
    account_id = models.UUIDField()
    #: None until the split is approved, when the other person had no account yet.
    other_account_id = models.UUIDField(null=True)
    #: Declared lines and rights chosen, by their keys and references; `given` are the rights as the other has them.
    keys = models.JSONField(default=list)
    references = models.JSONField(default=list)
    given = models.JSONField(default=list)
    state = models.TextField(default=SplitState.PROPOSED)
    undoing_reason = models.TextField(default="")
    undoing_at = models.DateTimeField(null=True)
    undoing_by = models.TextField(default="")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.TextField(default="")
    #: The mark made on the other person's number (`people.tell_apart`); None when it was contested already.
    mark_id = models.UUIDField(null=True)
    taken_cents = models.BigIntegerField(default=0)
    given_cents = models.BigIntegerField(default=0)
    taken_hundredths = models.BigIntegerField(default=0)
    given_hundredths = models.BigIntegerField(default=0)

    objects = ProposalSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[s.value for s in SplitState]), name="split_state_is_known"),
            models.CheckConstraint(condition=~Q(person_id=F("other_id")), name="a_split_is_between_two_persons"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")), name="a_split_has_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(undone_by="") | ~Q(undone_by=F("undoing_by")), name="undoing_a_split_has_four_eyes"
            ),
            models.UniqueConstraint(
                fields=["account_id"],
                condition=Q(state__in=[SplitState.PROPOSED.value, SplitState.UNDOING.value]),
                name="one_split_of_an_account_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="splits_of_person")]

    def keep(self, effect: Effect) -> None:
        """Write what the split does, or would do."""
        self.taken_cents, self.given_cents = effect.taken_cents, effect.given_cents
        self.taken_hundredths, self.given_hundredths = effect.taken_hundredths, effect.given_hundredths
        self.given = list(effect.references)
