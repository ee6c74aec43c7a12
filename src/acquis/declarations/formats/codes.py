"""The codes of the DSN that matter to the account, and what each means here.

From the technical norm's tables (P25V01) as public implementations give them; to be checked against the official
tables before production, see the decision of 2026-11-26 on what a declaration counts.
"""

from __future__ import annotations

from acquis.rules import Regime

from ..types import Ground

#: S20.G00.05.001: the monthly declaration is the only one the account receives.
MONTHLY = "01"
NATURES = frozenset({"01", "02", "03", "04", "05", "06", "07", "08", "09"})
#: S20.G00.05.002.
NORMAL, NORMAL_EMPTY, REPLACES, CANCELS, REPLACES_EMPTY = "01", "02", "03", "04", "05"
TYPES = frozenset({NORMAL, NORMAL_EMPTY, REPLACES, CANCELS, REPLACES_EMPTY})

#: S21.G00.40.007, nature of the contract. None: no work in the sense of L6323-11 (internship, mandate, volunteering).
CONTRACTS: dict[str, Regime | None] = {
    **dict.fromkeys(("01", "02", "03", "07", "08", "21", "32", "51", "52", "53", "54", "60", "90"), Regime.EMPLOYEE),
    **dict.fromkeys(("91", "92", "93"), Regime.EMPLOYEE),
    **dict.fromkeys(("09", "10", "20", "50"), Regime.PUBLIC_AGENT),
    "70": Regime.ESAT,
    **dict.fromkeys(("29", "80", "81", "82", "89"), None),
}
#: S21.G00.40.002: agents of the State, of hospitals, of local authorities.
PUBLIC_STATUS = frozenset({"08", "09", "10"})
STATUSES = frozenset(f"{n:02d}" for n in range(1, 11))
#: S21.G00.40.008: apprentices, who have their account from 15.
APPRENTICES = frozenset({"64", "65", "81"})
#: S21.G00.40.011, unit of the quantities of work.
HOURS_UNITS = frozenset({"10", "21", "34", "35"})
DAYS_UNIT, DAY_RATE_UNIT = "12", "20"
PIECE_UNITS = frozenset({"31", "32", "33"})
NO_UNIT = "99"
UNITS = HOURS_UNITS | PIECE_UNITS | {DAYS_UNIT, DAY_RATE_UNIT, NO_UNIT}
#: S21.G00.40.014: full time, part time, and the incomplete posts (*temps non complet*) of public employers.
INCOMPLETE_POSTS = frozenset({"40", "41", "42"})
MODES = INCOMPLETE_POSTS | {"10", "20", "21", "30", "99"}
#: S21.G00.40.072, beneficiary of the obligation to employ disabled workers; 99: not one.
NOT_OETH = frozenset({"", "99"})
OETH = frozenset(f"{n:02d}" for n in range(1, 13))
#: S21.G00.51.011, in the order in which a line of pay is believed: subject to unemployment insurance, gross, base.
PAYS = ("002", "001", "010")
#: The same for the pay itself, of those whose pay is not based on time: the gross pay comes first.
GROSS_PAYS = ("001", "002", "010")
#: S21.G00.53.001: work paid; 02 is an absence without pay.
PAID_WORK = "01"
#: S21.G00.53.003, hours.
ACTIVITY_HOURS = frozenset({"10", "21", "35"})

#: S21.G00.60.001, why work has stopped. Part-time cures (15 to 18) are no absence: the hours paid tell.
STOPS: dict[str, Ground | None] = {
    "01": Ground.ILLNESS,
    "02": Ground.MATERNITY,
    "03": Ground.PATERNITY,
    "04": Ground.COMMUTING_ACCIDENT,
    "05": Ground.OCCUPATIONAL_DISEASE,
    "06": Ground.WORK_ACCIDENT,
    "07": Ground.MATERNITY,
    "09": Ground.ADOPTION,
    "10": Ground.OCCUPATIONAL_DISEASE,
    **dict.fromkeys(("08", "11", "12", "13"), Ground.ILLNESS),
    "14": Ground.WORK_ACCIDENT,
    **dict.fromkeys(("15", "16", "17", "18"), None),
    "19": Ground.OTHER,
}
#: S21.G00.65.001, other suspensions; what is not named is known and does not count.
SUSPENSIONS: dict[str, Ground] = {
    "200": Ground.PAID_LEAVE,
    "507": Ground.PARTIAL_WORK,
    "602": Ground.PARTIAL_WORK,
    "607": Ground.PARENTAL_PRESENCE,
    "609": Ground.TRANSITION_PROJECT,
    "610": Ground.TRANSITION_PROJECT,
    "632": Ground.PARENTAL_EDUCATION,
    "650": Ground.CARER,
    "652": Ground.MATERNITY,
    **dict.fromkeys(("112", "114", "116"), Ground.ILLNESS),
}
#: A suspension declared by mistake, and taken back.
ANNULLED = "998"
KNOWN_SUSPENSIONS = frozenset(
    {ANNULLED, *SUSPENSIONS, "301", "501", "601", "603", "605", "606", "608", "611", "612", "615", "617", "618"}
    | {"620", "621", "625", "626", "627", "628", "630", "631", *(f"{n}" for n in range(633, 649)), "651"}
    | {f"{n}" for n in range(653, 689)}
)
#: Grounds for which the contract's pay goes on as for work: their days are in the hours paid, and in the contract's.
WORKED_AS_USUAL = frozenset({Ground.PAID_LEAVE})
