"""What the bank sent, and what became of each thing that it told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from acquis.kit.ids import new_id
from acquis.people.sealed import SealedField

from .locking import LockedSet
from .types import BankWord, EntryState, Refusal


class EntrySet(LockedSet["BankEntry"]):
    unknown = Refusal.ENTRY_UNKNOWN


class BankFile(models.Model):
    """A file that the bank sent, as it came. The same bytes are taken once."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    form = models.TextField()
    message_id = models.TextField()
    #: Sealed: whoever sends us money is named in it.
    content_sealed = SealedField(at_once=4)
    sha256 = models.TextField()
    #: Of a statement: its balances and days; none of an answer to an order.
    opening_cents = models.BigIntegerField(null=True)
    closing_cents = models.BigIntegerField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    received_by = models.TextField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="one_bank_file_per_content")]


class BankEntry(models.Model):
    """One thing that the bank told, and what became of it. `reference` is the bank's own, and empty in answers."""

    id = models.UUIDField(primary_key=True, default=new_id)
    file = models.ForeignKey(BankFile, on_delete=models.PROTECT, related_name="entries")
    place = models.IntegerField()
    word = models.TextField()
    amount_cents = models.BigIntegerField(null=True)
    booked_on = models.DateField(null=True)
    reference = models.TextField(default="")
    order_id = models.TextField(default="")
    end_to_end_id = models.TextField(default="")
    reason = models.TextField(default="")
    #: What the bank writes beside it, sealed: whoever sends us money is named there.
    words_sealed = SealedField(null=True)
    state = models.TextField()
    puzzle = models.TextField(default="")
    batch = models.ForeignKey("treasury.PayoutBatch", null=True, on_delete=models.PROTECT, related_name="entries")
    line = models.ForeignKey("treasury.PayoutLine", null=True, on_delete=models.PROTECT, related_name="entries")
    settled_by = models.TextField(default="")
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")

    objects = EntrySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "place"], name="one_entry_per_place_of_a_file"),
            models.CheckConstraint(condition=Q(word__in=[w.value for w in BankWord]), name="bank_word_is_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in EntryState]), name="entry_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.TO_LOOK_AT.value) | ~Q(puzzle=""), name="what_waits_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=EntryState.SETTLED.value) | (~Q(settled_by="") & ~Q(answer="")),
                name="what_a_person_settled_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["reference"], condition=~Q(reference=""), name="entries_by_bank_reference"),
            models.Index(fields=["booked_on"], condition=Q(state="to_look_at"), name="entries_to_look_at"),
        ]
