"""What an account was given otherwise than by a year of work: payments of others, and rights with their facts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .types import GrantGround


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
