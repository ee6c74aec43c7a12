"""What is on sale for a certification or a job, as pages read it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .states import CertificationCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """A body that sells a certification: how many ways of following it, from what price, in which towns."""

    provider_id: UUID
    name: str
    offers: int
    lowest_cents: int
    highest_cents: int
    towns: tuple[str, ...]
    remote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """All that is on sale for a certification: its sellers by price, and the price of each offer, ascending."""

    sellers: tuple[Seller, ...]
    prices_cents: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A certification that leads to a job, how many offers prepare it, and how many of them an account pays for.

    `lowest_cents` is the least price of the latter, None without any.
    """

    certification: CertificationCard
    offers: int
    by_account: int
    lowest_cents: int | None
