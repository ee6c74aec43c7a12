"""What an account was given otherwise than by a year of work: payments of others, and rights with their facts."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused

from .types import GrantGround, GrantProposalState, Refusal


class TopUp(models.Model):
    """One payment put on an account by somebody else, by its reference: twice the same payment is once."""

    reference = models.TextField(primary_key=True)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="top_ups")
    purse = models.ForeignKey("Purse", on_delete=models.PROTECT, related_name="top_ups")
    kind = models.TextField()
    amount_cents = models.BigIntegerField()
    label = models.TextField(default="")
    certifications = models.JSONField(null=True)
    expires_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    #: When it went to the account of another person, whose it was; and there, the reference it was first given under.
    handed_over_at = models.DateTimeField(null=True)
    origin = models.TextField(default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_top_up_brings_money")]
        indexes = [models.Index(fields=["origin"], condition=~Q(origin=""), name="top_ups_that_came")]


class Grant(models.Model):
    """A right granted otherwise than by a year of work: by its reference, with its facts and the rule's working."""

    reference = models.TextField(primary_key=True)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="grants")
    purse = models.ForeignKey("Purse", on_delete=models.PROTECT, related_name="grants")
    ground = models.TextField()
    facts = models.JSONField(default=dict)
    working = models.JSONField(default=dict)
    #: Cents, or hundredths of an hour; negative when the purse gave (a conversion).
    amount = models.BigIntegerField()
    granted_on = models.DateField()
    recorded_at = models.DateTimeField()
    #: The movement in the ledger; empty when the ceiling left nothing to move.
    transfer_reference = models.TextField(default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(default="")
    #: What should have been taken back at the withdrawal and was no longer there.
    shortfall = models.BigIntegerField(default=0)
    #: When it went to the account of another person, whose it was; and there, the reference it was first given under.
    handed_over_at = models.DateTimeField(null=True)
    origin = models.TextField(default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=[g.value for g in GrantGround]), name="grant_ground_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=0, transfer_reference="") | (~Q(amount=0) & ~Q(transfer_reference="")),
                name="a_grant_that_moved_has_its_transfer",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(handed_over_at=None), name="a_grant_ends_in_one_way"
            ),
            models.UniqueConstraint(
                fields=["origin"],
                condition=~Q(origin="") & Q(handed_over_at=None),
                name="a_grant_stands_in_one_place",
            ),
        ]
        indexes = [models.Index(fields=["account", "granted_on"], name="grants_of_account")]


class ProposalSet(models.QuerySet["GrantProposal"]):
    def locked(self, proposal_id: UUID) -> GrantProposal:
        """The proposal, held until the end of the transaction; refused when there is none."""
        row = self.select_for_update().filter(pk=proposal_id).first()
        if row is None:
            raise Refused(Refusal.PROPOSAL_UNKNOWN)
        return row


class GrantProposal(models.Model):
    """A right of more than one agent may write alone: what is asked of the act, until a second person has decided."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey("Account", on_delete=models.PROTECT, related_name="grant_proposals")
    ground = models.TextField()
    state = models.TextField(default=GrantProposalState.PROPOSED)
    #: What the act of this ground is given, and under which reference.
    facts = models.JSONField()
    reference = models.TextField()
    #: What the act was found to give when it was proposed.
    amount_cents = models.BigIntegerField()
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    #: Why it was declined.
    reason = models.TextField(default="")

    objects = ProposalSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in GrantProposalState]), name="grant_proposal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=GrantProposalState.PROPOSED, decided_at=None, decided_by="")
                | (~Q(state=GrantProposalState.PROPOSED) & Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="a_decided_proposal_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("proposed_by")) | ~Q(state=GrantProposalState.APPROVED),
                name="nobody_approves_their_own_proposal",
            ),
            models.UniqueConstraint(
                fields=["account", "reference"],
                condition=Q(state=GrantProposalState.PROPOSED),
                name="one_proposal_waits_for_a_payment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at"],
                condition=Q(state=GrantProposalState.PROPOSED),
                name="grant_proposals_waiting",
            ),
        ]
