"""The card provider: ask for its payment page, ask what became of a payment, refund, and believe only signed calls.

Several providers speak differently: `ACQUIS_PAYMENTS` names the one to speak to, and everybody else speaks to this
module. `plain` is the common protocol of such providers, which the demonstration's stand-in speaks too; `by_stripe`
speaks to Stripe through its own library. What each must do is said once, by tests that run on both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from .plain import api_secret as api_secret
from .plain import signature as signature
from .plain import webhook_secret as webhook_secret
from .transport import speaking_through as speaking_through
from .types import Declined as Declined
from .types import Forged as Forged
from .types import Payment as Payment
from .types import RefundMade as RefundMade
from .types import RefundState as RefundState
from .types import State as State
from .types import Unavailable as Unavailable

#: By its name in the settings, what speaks to a provider. Loaded when it is the one chosen: libraries are heavy.
ADAPTERS = {"plain": "acquis.outside.payments.plain", "stripe": "acquis.outside.payments.by_stripe"}


class Adapter(Protocol):
    """What one speaks to a provider with."""

    def create(self, *, reference: str, amount_cents: int, return_url: str) -> Payment: ...

    def get(self, payment_id: str) -> Payment: ...

    def refund(self, *, payment_id: str, key: str, amount_cents: int) -> RefundMade: ...

    def get_refund(self, refund_id: str) -> RefundMade: ...

    def refunds(self, payment_id: str) -> list[RefundMade]: ...

    def report(self, day: date) -> bytes: ...

    def read_call(self, body: bytes, headers: Mapping[str, str]) -> Payment | RefundMade | None: ...


def create(*, reference: str, amount_cents: int, return_url: str) -> Payment:
    """Ask for a payment page. The same reference gives the same payment, however often it is asked."""
    return _adapter().create(reference=reference, amount_cents=amount_cents, return_url=return_url)


def get(payment_id: str) -> Payment:
    """What the provider says of a payment now."""
    return _adapter().get(payment_id)


def refund(*, payment_id: str, key: str, amount_cents: int) -> RefundMade:
    """Give back a part of a payment, or all. The same key is the same refund, be it asked again a month later."""
    made = _adapter().refund(payment_id=payment_id, key=key, amount_cents=amount_cents)
    if made.amount_cents != amount_cents:
        raise Unavailable("the provider refunded another amount than the one asked")
    return made


def get_refund(refund_id: str) -> RefundMade:
    """What the provider says of a refund now."""
    return _adapter().get_refund(refund_id)


def refunds(payment_id: str) -> list[RefundMade]:
    """Every refund of ours that the provider has of a payment, whatever became of it."""
    return _adapter().refunds(payment_id)


def report(day: date) -> bytes:
    """The provider's report of a day, in the form of `card_reports`."""
    return _adapter().report(day)


def read_call(body: bytes, headers: Mapping[str, str]) -> Payment | RefundMade | None:
    """What a signed call tells about; None when it is of nothing that we follow. Raises Forged when it is not signed
    as agreed, or not now."""
    return _adapter().read_call(body, headers)


def _adapter() -> Adapter:
    name = settings.ACQUIS.payments
    if name not in ADAPTERS:
        raise Unavailable(f"no card provider is known by the name {name!r}")
    return cast(Adapter, import_module(ADAPTERS[name]))
