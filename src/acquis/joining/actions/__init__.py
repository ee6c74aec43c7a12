"""The acts of this context, one module each."""

from .approve import approve
from .approve_parting import approve_parting
from .decline import decline
from .decline_parting import decline_parting
from .gather import gather
from .propose import propose
from .propose_parting import propose_parting

__all__ = [
    "approve",
    "approve_parting",
    "decline",
    "decline_parting",
    "gather",
    "propose",
    "propose_parting",
]
