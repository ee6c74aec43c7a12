"""Whether the amounts of a deposited invoice add up, as EN 16931 asks (rules BR-CO-10 to BR-CO-17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from acquis.outside.e_invoices_read import Read

from .types import DepositFault, Fault


def faults(found: Read) -> Iterator[Fault]:
    """Every sum that is not what it adds."""
    for what, said, parts in (
        (DepositFault.SUM_OF_LINES, found.lines_sum_cents, found.lines_cents),
        (
            DepositFault.SUM_OF_NET,
            found.net_cents,
            (found.lines_sum_cents, _minus(found.allowances_cents), found.charges_cents),
        ),
        (DepositFault.SUM_OF_TAX, found.tax_cents, [each.tax_cents for each in found.taxes]),
        (DepositFault.SUM_OF_BASES, found.net_cents, [each.basis_cents for each in found.taxes]),
        (DepositFault.SUM_OF_TOTAL, found.total_cents, (found.net_cents, found.tax_cents)),
        (
            DepositFault.SUM_OF_DUE,
            found.due_cents,
            (found.total_cents, _minus(found.paid_cents), found.rounding_cents),
        ),
    ):
        # The profile without lines says but their sum.
        wanted = said if parts is None else _sum(parts)
        if said is None or said != wanted:
            yield Fault(what=what, expected=told(wanted), found=told(said))
    for tax in found.taxes:
        # To the cent: what is left of a price once its net is rounded is not always rounded as the product is.
        at_rate = Fraction(tax.basis_cents or 0) * Fraction(tax.percent) / 100
        if tax.tax_cents is None or tax.basis_cents is None or abs(tax.tax_cents - at_rate) > 1:
            yield Fault(what=DepositFault.TAX_AT_RATE, expected=round(at_rate), found=told(tax.tax_cents))


def told(cents: int | None) -> int | str:
    """An amount of a fault; nothing where the invoice does not say it."""
    return "" if cents is None else cents


def _sum(parts: Iterable[int | None]) -> int | None:
    known = list(parts)
    return None if None in known else sum(each for each in known if each is not None)


def _minus(cents: int | None) -> int | None:
    return None if cents is None else -cents
