"""What may be done with declarations."""

from .close_declaration import close_declaration
from .close_import import close_import
from .hand_over_lines import hand_over_lines
from .import_deaths import import_deaths
from .import_dsn import import_dsn
from .import_endowments import import_endowments
from .import_engagement import import_engagement
from .import_risk_rights import import_risk_rights
from .import_summary import import_summary
from .open_declaration import open_declaration
from .open_import import open_import
from .take_endowments import take_endowments
from .take_engagement import take_engagement
from .take_individuals import take_individuals
from .take_risk_rights import take_risk_rights
from .take_waiting import take_waiting

__all__ = [
    "close_declaration",
    "close_import",
    "hand_over_lines",
    "import_deaths",
    "import_dsn",
    "import_endowments",
    "import_engagement",
    "import_risk_rights",
    "import_summary",
    "open_declaration",
    "open_import",
    "take_endowments",
    "take_engagement",
    "take_individuals",
    "take_risk_rights",
    "take_waiting",
]
