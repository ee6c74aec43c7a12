"""The credit of a year as OpenFisca-core computes it: the same rule and parameters, vectorised by its own means."""

from __future__ import annotations

from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from acquis.accounts.types import REGIMES, UNITS
from acquis.rules import Regime, WorkUnit

PERSON = build_entity(key="person", plural="persons", label="an account", is_person=True)
ESAT, SELF_EMPLOYED = REGIMES.index(Regime.ESAT), REGIMES.index(Regime.SELF_EMPLOYED)
HOURS, DAYS, MONTHS, PAY = (
    UNITS.index(unit) for unit in (WorkUnit.HOURS, WorkUnit.DAYS, WorkUnit.MONTHS, WorkUnit.PAY)
)
#: Numbers of work are in hundredths: OpenFisca keeps integers in 32 bits.
HUNDREDTHS = 100


def _input(name: str, kind: type) -> type[Variable]:
    words = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), words)


INPUTS = {
    "regime": int, "unit": int, "worked": int, "reference": int, "low_qualified": bool, "oeth": bool, "paid": bool,
    "balance": int,
}  # fmt: skip


class full_year(Variable):
    value_type, entity, definition_period = int, PERSON, DateUnit.YEAR
    label = "a full year in the unit of the work, in hundredths"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        law, unit, told = parameters(period).credit, person("unit", period), person("reference", period)
        own = np.select(
            [unit == HOURS, unit == DAYS, unit == MONTHS],
            [law.reference_hours * HUNDREDTHS, law.reference_days * HUNDREDTHS, law.reference_months * HUNDREDTHS],
            HUNDREDTHS,
        )
        given = np.where(
            unit == PAY,
            told * law.reference_pay_hours,
            np.where(unit == DAYS, np.minimum(law.reference_days * HUNDREDTHS, told), told),
        )
        return np.where(told > 0, given, own)


class earned(Variable):
    value_type, entity, definition_period = int, PERSON, DateUnit.YEAR
    label = "what the year gives before the ceiling"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        law, regime = parameters(period).credit, person("regime", period)
        whole = person("full_year", period).astype(np.int64)
        worked = np.minimum(whole, person("worked", period)).astype(np.int64)
        low, oeth = person("low_qualified", period), person("oeth", period)
        full_share = worked * 100 >= whole * law.half_time_percent
        full = np.where(low, law.low_qualified_cents, law.employee_cents).astype(np.int64)
        below = np.where(low, law.low_qualified_below_half_base_cents, law.employee_cents).astype(np.int64)
        base = np.where(full_share, full, -(-below * worked // whole))
        uplift = np.where(oeth & (base > 0), law.oeth_uplift_cents, 0)
        both = np.where(oeth & low, law.oeth_and_low_qualified_cents, base + uplift)
        employee = np.minimum(both, base + uplift)
        alone = np.where(person("paid", period), -(-np.int64(law.self_employed_cents) * worked // whole), 0)
        sheltered = np.where(worked > 0, law.esat_cents, 0)
        return np.select([regime == ESAT, regime == SELF_EMPLOYED], [sheltered, alone], employee)


class ceiling(Variable):
    value_type, entity, definition_period = int, PERSON, DateUnit.YEAR
    label = "the ceiling of the counter"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        law, regime = parameters(period).credit, person("regime", period)
        low, oeth = person("low_qualified", period), person("oeth", period)
        whole = person("full_year", period).astype(np.int64)
        worked = np.minimum(whole, person("worked", period)).astype(np.int64)
        share = np.where(
            worked * 100 >= whole * law.half_time_percent,
            np.where(low, law.low_qualified_cents, law.employee_cents),
            np.where(low, law.low_qualified_below_half_base_cents, law.employee_cents),
        )
        raised = low & (share > law.employee_cents)
        usual = np.where(raised, law.low_qualified_ceiling_cents, law.employee_ceiling_cents)
        employee = np.where(oeth, np.maximum(law.oeth_ceiling_cents, usual), usual)
        return np.select(
            [regime == ESAT, regime == SELF_EMPLOYED],
            [law.esat_ceiling_cents, law.self_employed_ceiling_cents],
            employee,
        )


class granted(Variable):
    value_type, entity, definition_period = int, PERSON, DateUnit.YEAR
    label = "what is credited"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        room = np.maximum(0, person("ceiling", period) - person("balance", period))
        return np.minimum(room, person("earned", period))


class Peer:
    """The law of a year in OpenFisca; `granted` computes a slice that `simulation` has built."""

    def __init__(self, law: Any) -> None:
        self.year = str(law.on.year)
        values = {
            name: {"values": {f"{self.year}-01-01": {"value": value}}}
            for name in dir(law.credit)
            if not name.startswith("_") and isinstance(value := getattr(law.credit, name), int)
        }
        self.system = TaxBenefitSystem([PERSON])
        self.system.parameters = ParameterNode("", data={"credit": values})
        self.system.add_variables(*[_input(name, kind) for name, kind in INPUTS.items()])
        self.system.add_variables(full_year, earned, ceiling, granted)

    def simulation(self, columns: dict[str, Any]) -> Simulation:
        """A simulation of the columns named in `INPUTS`."""
        simulation = SimulationBuilder().build_default_simulation(self.system, len(columns["regime"]))
        for name, column in columns.items():
            simulation.set_input(name, self.year, column)
        return simulation

    def granted(self, simulation: Simulation) -> Any:
        """What is credited, in cents."""
        return simulation.calculate("granted", self.year)
