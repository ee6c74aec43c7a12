"""What one may do here: ask for a simulation, and say how it ended."""

from .compute_simulation import compute_simulation
from .fail_simulation import fail_simulation
from .finish_simulation import finish_simulation
from .observe_accounts import observe_accounts
from .request_simulation import request_simulation

__all__ = ["compute_simulation", "fail_simulation", "finish_simulation", "observe_accounts", "request_simulation"]
