"""What may be done to the catalogue; one module per act."""

from .decide_draft import decide_draft
from .hold_place import hold_place, move_place, release_place
from .import_certifications import import_certifications, register_certifications
from .import_jobs import import_jobs
from .import_offers import import_offers
from .import_places import import_places
from .import_providers import import_providers
from .import_tensions import import_tensions
from .load_own_towns import load_own_towns
from .submit_draft import submit_draft
from .warn_of_endings import warn_of_endings
from .withdraw_training import restore_training, withdraw_training
from .write_draft import discard_draft, start_draft, start_draft_of, write_draft

__all__ = [
    "decide_draft",
    "discard_draft",
    "hold_place",
    "import_certifications",
    "import_jobs",
    "import_offers",
    "import_places",
    "import_providers",
    "import_tensions",
    "load_own_towns",
    "move_place",
    "register_certifications",
    "release_place",
    "restore_training",
    "start_draft",
    "start_draft_of",
    "submit_draft",
    "warn_of_endings",
    "withdraw_training",
    "write_draft",
]
