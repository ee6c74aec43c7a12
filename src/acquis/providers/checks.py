"""What must always be true of training bodies and their bank accounts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from schwifty import IBAN
from stdnum.fr import siret as siret_number

from acquis.journal.checks import check

from .models import BankAccount, Provider
from .types import BankState, ProviderState


@check("providers: every SIRET carries its SIREN, and that of a body that sells is valid")
def sirets() -> Iterator[str]:
    # A catalogue may name a body by a SIRET whose key is false: it is kept with a remark, and sells nothing.
    for pk, siret, siren, state in Provider.objects.values_list("id", "siret", "siren", "state").iterator():
        if siren != siret[:9] or (state == ProviderState.REFERENCED and not siret_number.is_valid(siret)):
            yield f"provider {pk}: SIRET not valid, or SIREN not its beginning"


@check("providers: every body that sells has an activity declaration")
def sellers_declared() -> Iterator[str]:
    for pk in Provider.objects.filter(state=ProviderState.REFERENCED, nda="").values_list("id", flat=True):
        yield f"provider {pk}: referenced without an activity declaration"


@check("providers: every bank account in use was approved by a second person and its IBAN is valid")
def bank_accounts() -> Iterator[str]:
    used = BankAccount.objects.filter(state=BankState.ACTIVE)
    for pk in used.filter(Q(approved_by="") | Q(approved_by=F("proposed_by"))).values_list("id", flat=True):
        yield f"bank account {pk}: in use without a second person's approval"
    for account in used.only("id", "iban_sealed").iterator():
        if not IBAN(account.iban, allow_invalid=True).is_valid:
            yield f"bank account {account.pk}: IBAN not valid"
