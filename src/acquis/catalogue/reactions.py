"""What the catalogue does when a fact is announced: the search index follows what is on sale."""

from __future__ import annotations

from datetime import datetime

from acquis.journal.reactions import reaction
from acquis.kit.actor import Actor
from acquis.providers import events as providers

from .events import OfferChanged
from .search import index


@reaction(OfferChanged)
def show_what_changed(event: OfferChanged, *, by: Actor, at: datetime) -> None:
    """Put these trainings into the index as they are now; what is no longer on sale leaves it."""
    index.follow()


@reaction(providers.Referenced)
def show_offers_of_new_body(event: providers.Referenced, *, by: Actor, at: datetime) -> None:
    """A body that was listed may sell: its offers can be found."""
    index.follow()


@reaction(providers.Restored)
def show_offers_again(event: providers.Restored, *, by: Actor, at: datetime) -> None:
    """A suspension ended: the offers can be found again."""
    index.follow()


@reaction(providers.Suspended)
def hide_offers_of_suspended_body(event: providers.Suspended, *, by: Actor, at: datetime) -> None:
    """A suspended body sells nothing: its offers are no longer found."""
    index.follow()


@reaction(providers.Delisted)
def hide_offers_of_delisted_body(event: providers.Delisted, *, by: Actor, at: datetime) -> None:
    """A body that was removed sells nothing."""
    index.follow()
