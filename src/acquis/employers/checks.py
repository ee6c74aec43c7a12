"""What must always be true of companies: an establishment's SIRET begins with its company's SIREN."""

from __future__ import annotations

from collections.abc import Iterable

from acquis.journal.checks import check

from .models import Establishment


@check("employers: every SIRET begins with its company's SIREN")
def sirets_carry_their_siren() -> Iterable[str]:
    for pk, siret, siren in Establishment.objects.values_list("id", "siret", "company__siren").iterator():
        if not siret.startswith(siren):
            yield f"establishment {pk}: {siret} does not begin with {siren}"
