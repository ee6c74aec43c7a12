"""What a person should look at in an offer before it is published: rules as data, pure functions over the content."""

from .reading import signals_of
from .values import Peers, Sibling, Surroundings

__all__ = ["Peers", "Sibling", "Surroundings", "signals_of"]
