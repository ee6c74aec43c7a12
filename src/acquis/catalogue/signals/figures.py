"""A price far from its peers: how far, in robust terms that a few odd prices do not move, with the working shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from django.utils.translation import gettext_noop as words

from acquis.kit.money import euros

from ..types import Signal, SignalKind
from ..types.content import OfferAction, OfferTraining
from .values import Peers, Surroundings

#: Fewer peers than this say nothing.
LEAST_PEERS, LEAST_PROVIDERS = 6, 3
#: Both must be passed: so many spreads from the middle, and so many times dearer or cheaper.
MOST_SPREADS, MOST_TIMES = 4.0, 1.8
#: Where all sell at one price, the spread is taken as this share of it.
_LEAST_SPREAD = 0.08
#: What makes the median deviation of a normal law its standard deviation.
_NORMAL = 1.4826
_DEARER = words("L’heure est %(times)s fois plus chère que chez les autres organismes pour la même certification.")
_CHEAPER = words("L’heure est %(times)s fois moins chère que chez les autres organismes pour la même certification.")


def cents_an_hour(price_cents: int, hours: int) -> int:
    """What an hour costs, in whole cents; the price itself where no hours are told."""
    return round(price_cents / hours) if hours > 0 else price_cents


def price_signals(offer: OfferTraining, around: Surroundings) -> Iterator[Signal]:
    """One signal for each action whose hour costs far more or far less than its peers'."""
    for action in offer.actions:
        peers = around.peers.get(action.modality)
        if action.by_account and peers is not None and (signal := _signal(action, peers)) is not None:
            yield signal


def _signal(action: OfferAction, peers: Peers) -> Signal | None:
    if len(peers.cents_an_hour) < LEAST_PEERS or peers.providers < LEAST_PROVIDERS or action.price_cents <= 0:
        return None
    own = cents_an_hour(action.price_cents, action.hours)
    logs = [math.log(max(1, each)) for each in peers.cents_an_hour]
    middle = median(logs)
    spread = max(_NORMAL * median(abs(each - middle) for each in logs), _LEAST_SPREAD)
    away = (math.log(max(1, own)) - middle) / spread
    times = math.exp(abs(math.log(max(1, own)) - middle))
    if abs(away) < MOST_SPREADS or times < MOST_TIMES:
        return None
    usual = round(math.exp(middle))
    why = _DEARER if away > 0 else _CHEAPER
    return Signal(
        kind=SignalKind.PRICE,
        rule="price_far" if away > 0 else "price_low",
        where=f"actions/{action.number}/price_cents",
        excerpt=euros(action.price_cents),
        why=why,
        said=(("times", _decimal(times)),),
        working=(
            (words("Prix de l’heure ici"), euros(own)),
            (words("Prix de l’heure habituel (médiane)"), euros(usual)),
            (words("Actions comparées"), str(len(logs))),
            (words("Organismes comparés"), str(peers.providers)),
            (words("Écart, en écarts habituels (au-delà de 4, on regarde)"), _decimal(abs(away))),
        ),
    )


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
