"""All the signals of an offer, in the order in which a person reads them."""

from __future__ import annotations

from ..types import Signal
from ..types.content import OfferTraining
from .figures import price_signals
from .likeness import likeness_signals
from .values import Surroundings
from .wording import wording_signals


def signals_of(offer: OfferTraining, around: Surroundings) -> tuple[Signal, ...]:
    """What a person should look at in `offer`; empty when it may be published at once."""
    return (*wording_signals(offer), *likeness_signals(offer, around), *price_signals(offer, around))
