"""Training bodies and the bank accounts they are paid on."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from acquis.kit.ids import new_id
from acquis.kit.refusal import Refused
from acquis.people import crypto
from acquis.people.sealed import SealedField

from .types import VAT_RATES_PERMILLE, BankState, PayeeMatch, ProviderState, Refusal, VatRegime


class ProviderSet(models.QuerySet["Provider"]):
    def locked(self, provider_id: UUID) -> Provider:
        """The body, locked until the end of the transaction."""
        provider = self.select_for_update().filter(pk=provider_id).first()
        if provider is None:
            raise Refused(Refusal.PROVIDER_UNKNOWN, provider=str(provider_id))
        return provider

    def lock(self, provider_ids: Collection[UUID]) -> None:
        """Lock several bodies until the end of the transaction, always in the same order."""
        list(self.select_for_update().filter(pk__in=provider_ids).order_by("pk").values_list("pk", flat=True))


class Provider(models.Model):
    """One establishment of a training body, known by its SIRET."""

    id = models.UUIDField(primary_key=True, default=new_id)
    siret = models.CharField(max_length=14)
    siren = models.CharField(max_length=9)
    nda = models.TextField(default="")
    name = models.TextField()
    trade_name = models.TextField(default="")
    folded_name = models.TextField(default="")
    address = models.JSONField(default=list)
    postal_code = models.TextField(default="")
    town = models.TextField(default="")
    insee = models.TextField(default="")
    department = models.TextField(default="")
    qualiopi_training = models.BooleanField(default=False)
    qualiopi_assessment = models.BooleanField(default=False)
    qualiopi_vae = models.BooleanField(default=False)
    qualiopi_apprenticeship = models.BooleanField(default=False)
    state = models.TextField(default=ProviderState.LISTED)
    state_reason = models.TextField(default="")
    recorded_at = models.DateTimeField()
    #: It makes its own invoices, and has not asked the operator to make them in its name.
    bills_itself = models.BooleanField(default=False)

    objects = ProviderSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["siret"], name="one_provider_per_siret"),
            models.CheckConstraint(condition=Q(siret__regex=r"^\d{14}$"), name="siret_has_14_digits"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ProviderState]), name="provider_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["siren"], name="providers_of_a_company"),
            models.Index(fields=["folded_name"], name="providers_by_name"),
        ]


class VatDeclaration(models.Model):
    """What a body said of its value added tax, from a day on. Rows are only ever added: the latest of a day holds."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="vat_declarations")
    regime = models.TextField()
    rate_permille = models.SmallIntegerField(default=0)
    from_day = models.DateField()
    declared_by = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(regime=VatRegime.TAXED.value, rate_permille__in=VAT_RATES_PERMILLE)
                | Q(regime__in=[VatRegime.EXEMPT.value, VatRegime.FRANCHISE.value], rate_permille=0),
                name="a_regime_of_vat_has_its_rate",
            ),
        ]
        indexes = [models.Index(fields=["provider", "-from_day", "-declared_at"], name="vat_of_provider")]


class BankAccountSet(models.QuerySet["BankAccount"]):
    def locked(self, bank_account_id: UUID) -> BankAccount:
        """The bank account, locked until the end of the transaction, and its body before it.

        A proposal locks the body too: it cannot replace an account while somebody approves it.
        """
        provider_id = self.filter(pk=bank_account_id).values_list("provider_id", flat=True).first()
        if provider_id is None:
            raise Refused(Refusal.BANK_ACCOUNT_UNKNOWN, bank_account=str(bank_account_id))
        Provider.objects.locked(provider_id)
        return self.select_for_update().get(pk=bank_account_id)


class BankAccount(models.Model):
    """Where a body asks to be paid: proposed by one person, approved by another, used after a cooling-off."""

    id = models.UUIDField(primary_key=True, default=new_id)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="bank_accounts")
    iban_sealed = SealedField()
    bic = models.TextField()
    holder_name = models.TextField()
    state = models.TextField(default=BankState.PROPOSED)
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    approved_by = models.TextField(default="")
    approved_at = models.DateTimeField(null=True)
    #: The first day a payment may leave to this account.
    usable_from = models.DateField(null=True)
    #: What its bank says of the name, the account's own name when it is close, and when it said so.
    payee = models.TextField(default=PayeeMatch.UNASKED)
    payee_name = models.TextField(default="")
    payee_asked_at = models.DateTimeField(null=True)
    #: What the approver saw, when the bank had said nothing.
    words = models.TextField(default="")
    #: The account whose place it takes; that one is used again when this one is contested.
    former = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    contested_by = models.TextField(default="")
    contested_at = models.DateTimeField(null=True)

    objects = BankAccountSet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(state=BankState.ACTIVE.value),
                name="one_active_bank_account_per_provider",
            ),
            models.UniqueConstraint(
                fields=["provider"],
                condition=Q(state=BankState.PROPOSED.value),
                name="one_proposed_bank_account_per_provider",
            ),
            models.CheckConstraint(condition=~Q(approved_by=F("proposed_by")), name="two_persons_for_a_bank_account"),
            models.CheckConstraint(
                condition=~Q(state=BankState.ACTIVE.value) | (~Q(approved_by="") & Q(usable_from__isnull=False)),
                name="an_active_bank_account_was_approved",
            ),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in BankState]), name="bank_state_is_known"),
            models.CheckConstraint(condition=Q(payee__in=[p.value for p in PayeeMatch]), name="payee_match_is_known"),
            models.CheckConstraint(
                condition=~Q(state=BankState.ACTIVE.value, payee=PayeeMatch.NO_MATCH.value),
                name="no_account_of_another_name_is_used",
            ),
            models.CheckConstraint(
                condition=Q(payee=PayeeMatch.CLOSE.value) & ~Q(payee_name="")
                | ~Q(payee=PayeeMatch.CLOSE.value) & Q(payee_name=""),
                name="a_close_name_is_told",
            ),
            models.CheckConstraint(
                condition=Q(state=BankState.CONTESTED.value, contested_at__isnull=False) & ~Q(contested_by="")
                | ~Q(state=BankState.CONTESTED.value) & Q(contested_at__isnull=True, contested_by=""),
                name="who_contested_a_bank_account_is_known",
            ),
        ]

    @property
    def iban(self) -> str:
        """Where money goes, opened; pages show no more of it than `queries.masked`."""
        return crypto.unseal(self.iban_sealed, table="providers_bankaccount", column="iban", row=self.id)

    @classmethod
    def sealed_iban(cls, iban: str, row: UUID) -> bytes:
        return crypto.seal(iban, table="providers_bankaccount", column="iban", row=row)
