"""What is collected by card, what is owed to training bodies, and the batches in which they are paid."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.people.sealed import SealedField
from acquis.providers.types import VatRegime

from .bank_models import BankEntry as BankEntry
from .bank_models import BankFile as BankFile
from .batch_models import LeftAside as LeftAside
from .batch_models import PayoutBatch as PayoutBatch
from .batch_models import PayoutLine as PayoutLine
from .excess_models import Excess as Excess
from .expected_models import ExpectedTransfer as ExpectedTransfer
from .locking import LockedSet
from .types import (
    CollectionState,
    InvoiceKind,
    InvoiceOrigin,
    InvoiceState,
    RefundState,
    RefundWhy,
    Refusal,
)

_SUMS = ("amount_cents", "deducted_cents")


class CollectionSet(LockedSet["Collection"]):
    unknown = Refusal.COLLECTION_UNKNOWN


class RefundSet(LockedSet["Refund"]):
    unknown = Refusal.REFUND_UNKNOWN


class InvoiceSet(LockedSet["Invoice"]):
    unknown = Refusal.INVOICE_UNKNOWN

    def due(self, until: object) -> InvoiceSet:
        """Those to pay that are due on `until` or before."""
        return self.filter(state=InvoiceState.TO_PAY, payable_by__lte=until)

    def to_be_sent(self) -> InvoiceSet:
        """With no more of each than who pays it reads: there may be a hundred thousand."""
        return self.only("id", "number", "origin", "provider_id", "account_id", "about", *_SUMS, "payable_by")


class Collection(models.Model):
    """A holder's share of a price, asked by card. Its id is the key under which the card provider knows our demand."""

    id = models.UUIDField(primary_key=True, default=new_id)
    account_id = models.UUIDField()
    about = models.UUIDField()
    amount_cents = models.BigIntegerField()
    state = models.TextField(default=CollectionState.STARTED)
    return_path = models.TextField()
    #: The provider's own id and hosted page, known once the page has been asked for.
    external_id = models.TextField(null=True)
    redirect_url = models.TextField(default="")
    started_at = models.DateTimeField()
    concluded_at = models.DateTimeField(null=True)
    #: What the payer's bank took back of it by itself (a contested payment), in cents, and when it was last told.
    contested_cents = models.BigIntegerField(default=0)
    contested_at = models.DateTimeField(null=True)

    objects = CollectionSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_collection_asks_for_money"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in CollectionState]), name="collection_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(contested_cents=0, contested_at__isnull=True)
                | Q(contested_cents__gt=0, contested_at__isnull=False),
                name="a_contested_collection_has_its_day",
            ),
            models.UniqueConstraint(fields=["external_id"], name="one_collection_per_card_payment"),
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(state__in=[CollectionState.STARTED.value, CollectionState.PAID.value]),
                name="one_live_collection_per_purchase",
            ),
        ]
        indexes = [models.Index(fields=["account_id", "about"], name="collections_of_account")]


class Withholding(models.Model):
    """Nothing that is owed about a purchase is paid from `since` until it is released: it is under control."""

    id = models.UUIDField(primary_key=True, default=new_id)
    about = models.UUIDField()
    account_id = models.UUIDField()
    provider_id = models.UUIDField()
    since = models.DateTimeField()
    by = models.TextField()
    released_at = models.DateTimeField(null=True)
    released_by = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=Q(released_at__isnull=True), name="a_purchase_is_withheld_once"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | Q(released_at__isnull=False) & ~Q(released_by=""),
                name="who_released_a_payment_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["provider_id"], condition=Q(released_at__isnull=True), name="withheld_of_a_provider")
        ]


class Refund(models.Model):
    """Money to give back on a card: due at once, done when the card provider says so, refused when it came back."""

    id = models.UUIDField(primary_key=True, default=new_id)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="refunds")
    reference = models.TextField()
    amount_cents = models.BigIntegerField()
    state = models.TextField(default=RefundState.DUE)
    external_id = models.TextField(default="")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    why = models.TextField(default=RefundWhy.OTHER)
    #: Of the latest time that it came back: when, and the provider's word for it.
    refused_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")
    #: Each is asked under a key of its own, which the provider's reports repeat.
    attempt = models.SmallIntegerField(default=1)
    #: When the present attempt was asked for; empty of the first, which is asked when it is due.
    asked_at = models.DateTimeField(null=True)
    #: What a person wrote about it: how it was given back otherwise, for one.
    note = models.TextField(default="")
    noted_by = models.TextField(default="")
    #: Whether the holder may read the note: those of before were written for agents alone.
    note_shown = models.BooleanField(default=False)

    objects = RefundSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference"], name="one_refund_per_reference"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="a_refund_gives_money"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in RefundState]), name="refund_state_is_known"),
            models.CheckConstraint(condition=Q(why__in=[w.value for w in RefundWhy]), name="refund_why_is_known"),
            models.CheckConstraint(
                condition=~Q(state=RefundState.REFUSED.value) | Q(refused_at__isnull=False),
                name="a_refused_refund_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=~Q(state=RefundState.DONE.value), name="refunds_owed_back")
        ]

    @property
    def key(self) -> str:
        """What the provider knows this attempt by."""
        return self.keys[-1]

    @property
    def keys(self) -> list[str]:
        """What the provider may know it by: every attempt's key, oldest first."""
        return [str(self.id), *(f"{self.id}-{attempt}" for attempt in range(2, self.attempt + 1))]


class Series(models.Model):
    """The last number given in a series that must have no hole.

    The row is locked until the transaction that takes a number ends, so a number is given only if its document
    exists. Invoices have one series for each provider and year: no row that everybody waits for.
    """

    name = models.TextField(primary_key=True)
    last = models.IntegerField(default=0)


class Invoice(models.Model):
    """What is owed to a provider for an enrolment; one line at most pays it, which is why no invoice is paid twice."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.TextField()
    reference = models.TextField()
    provider_id = models.UUIDField()
    account_id = models.UUIDField()
    about = models.UUIDField()
    kind = models.TextField()
    origin = models.TextField(default=InvoiceOrigin.ISSUED)
    amount_cents = models.BigIntegerField()
    #: What its credit notes had taken back of it while it was to pay: that much of it is never sent.
    deducted_cents = models.BigIntegerField(default=0)
    #: How the amount is shared between the body and the tax, by the regime it had declared for that day.
    net_cents = models.BigIntegerField()
    tax_cents = models.BigIntegerField(default=0)
    vat_regime = models.TextField(default=VatRegime.EXEMPT)
    vat_permille = models.SmallIntegerField(default=0)
    #: Of a credit note: the invoice that it takes back, wholly or in part.
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="credit_notes")
    issued_on = models.DateField()
    payable_by = models.DateField()
    state = models.TextField(default=InvoiceState.TO_PAY)
    line = models.ForeignKey(PayoutLine, null=True, on_delete=models.PROTECT, related_name="invoices")
    paid_on = models.DateField(null=True)

    objects = InvoiceSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider_id", "number"], name="one_invoice_per_number_of_a_body"),
            models.CheckConstraint(
                condition=Q(origin__in=[o.value for o in InvoiceOrigin]), name="invoice_origin_is_known"
            ),
            models.UniqueConstraint(fields=["reference"], name="one_invoice_per_reference"),
            models.CheckConstraint(condition=Q(amount_cents__gt=0), name="an_invoice_asks_for_money"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in InvoiceKind]), name="invoice_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=[InvoiceState.TO_PAY.value, InvoiceState.DEDUCTED.value], line__isnull=True)
                | Q(state__in=[InvoiceState.IN_BATCH.value, InvoiceState.PAID.value], line__isnull=False),
                name="an_invoice_is_in_one_line_or_to_pay",
            ),
            models.CheckConstraint(
                condition=Q(amount_cents=F("net_cents") + F("tax_cents"), net_cents__gte=0, tax_cents__gte=0),
                name="an_invoice_is_its_net_and_its_tax",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=InvoiceKind.CREDIT_NOTE.value, state=InvoiceState.DEDUCTED.value, corrects__isnull=False
                )
                | ~Q(kind=InvoiceKind.CREDIT_NOTE.value),
                name="a_credit_note_takes_back_an_invoice",
            ),
            models.CheckConstraint(
                condition=Q(kind=InvoiceKind.CREDIT_NOTE.value, deducted_cents=0)
                | Q(state=InvoiceState.DEDUCTED.value, deducted_cents=F("amount_cents"))
                | (
                    ~Q(state=InvoiceState.DEDUCTED.value)
                    & Q(deducted_cents__gte=0, deducted_cents__lt=F("amount_cents"))
                ),
                name="an_invoice_taken_back_whole_is_deducted",
            ),
        ]
        indexes = [
            models.Index(fields=["provider_id", "-issued_on"], name="invoices_of_provider"),
            models.Index(fields=["about"], name="invoices_about"),
            models.Index(fields=["payable_by"], condition=Q(state=InvoiceState.TO_PAY.value), name="invoices_to_pay"),
        ]

    @property
    def to_pay_cents(self) -> int:
        return self.amount_cents - self.deducted_cents

    @property
    def in_ledger(self) -> str:
        """How the ledger's references name it: two bodies may number theirs alike, and such a number comes late."""
        return self.number if self.origin == InvoiceOrigin.ISSUED else str(self.id)


class InvoiceDeposit(models.Model):
    """Of a body that makes its own invoices: what is awaited, then the invoice as it was deposited, sealed."""

    invoice = models.OneToOneField(Invoice, primary_key=True, on_delete=models.PROTECT, related_name="deposit")
    #: The number of the enrolment, and the title of the training, which the invoice has to be about.
    order = models.TextField()
    title = models.TextField()
    name = models.TextField(default="")
    media_type = models.TextField(default="")
    level = models.TextField(default="")
    content_sealed = SealedField(null=True, at_once=4)
    sha256 = models.CharField(max_length=64, default="")
    scanned = models.BooleanField(default=False)
    deposited_by = models.TextField(default="")
    deposited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deposited_at__isnull=True, content_sealed__isnull=True, sha256="", deposited_by="")
                | (Q(deposited_at__isnull=False, content_sealed__isnull=False) & ~Q(sha256="") & ~Q(deposited_by="")),
                name="a_deposit_is_whole",
            )
        ]


class InvoiceFile(models.Model):
    """The electronic invoice as it was issued: what it says, and the very XML, which is given out ever after."""

    invoice = models.OneToOneField(Invoice, primary_key=True, on_delete=models.PROTECT, related_name="file")
    bill = models.JSONField()
    xml = models.BinaryField()
    #: Its first sixty bits are the code written on the invoice.
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="invoices_by_code", opclasses=["varchar_pattern_ops"])]
