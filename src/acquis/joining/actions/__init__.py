"""The acts of this context, one module each."""

from .approve import approve
from .approve_parting import approve_parting
from .approve_split import approve_split
from .approve_undoing import approve_undoing
from .decline import decline
from .decline_parting import decline_parting
from .decline_split import decline_split
from .decline_undoing import decline_undoing
from .gather import gather
from .propose import propose
from .propose_parting import propose_parting
from .propose_split import propose_split
from .propose_undoing import propose_undoing

__all__ = [
    "approve",
    "approve_parting",
    "approve_split",
    "approve_undoing",
    "decline",
    "decline_parting",
    "decline_split",
    "decline_undoing",
    "gather",
    "propose",
    "propose_parting",
    "propose_split",
    "propose_undoing",
]
