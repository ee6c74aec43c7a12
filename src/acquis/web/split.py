"""Who pays what, as the bar and its table show it: mine, others', what I pay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from acquis.accounts.types import PurseKind
from acquis.enrolments.types import ShareLine, Source
from acquis.web.labels import label


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitLine:
    """One line of `ui.split_bar`."""

    label: str
    amount_cents: int
    part: str


def lines_of(shares: Iterable[ShareLine], *, mine: str = "", pay: str = "") -> list[SplitLine]:
    """The shares of a price in the order of the law, those of nothing left out.

    Said to the holder unless other words are given for their rights (`mine`) and their payment (`pay`).
    """
    return [
        _line(share, mine or _("Vos droits"), pay or _("Ce que vous payez")) for share in shares if share.amount_cents
    ]


def _line(share: ShareLine, mine: str, pay: str) -> SplitLine:
    match share.source:
        case Source.RIGHTS:
            return SplitLine(label=mine, amount_cents=share.amount_cents, part="mine")
        case Source.HOLDER:
            return SplitLine(label=pay, amount_cents=share.amount_cents, part="pay")
        case Source.CREDIT_NOTE:
            return SplitLine(label=_("Avoir d’une inscription passée"), amount_cents=share.amount_cents, part="pay")
        case _:
            words = share.label or (label(PurseKind(share.kind)) if share.kind else _("Aide d’un financeur"))
            return SplitLine(label=words, amount_cents=share.amount_cents, part="others")
