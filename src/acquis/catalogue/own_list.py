"""What may be bought without a certification of the registers: its codes, titles, and the kind of action of each."""

from __future__ import annotations

import csv
from datetime import date, datetime
from functools import cache
from pathlib import Path

from .models import Certification
from .reporting import Telling
from .types import Action, CertificationRow, Register
from .writing_certifications import write_certifications

_FILE = Path(__file__).parent / "data" / "cpf.csv"
#: The day from which the list says what it says here.
_AS_OF = date(2019, 1, 1)


@cache
def cpf_list() -> dict[str, tuple[str, Action]]:
    """Code → title and kind of action."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {r["code"]: (r["title"], Action(r["action"])) for r in csv.DictReader(file, delimiter=";")}


def make_known(*, at: datetime, telling: Telling) -> None:
    """Write the list when it is not there yet; it is not counted, for no file brought it."""
    if Certification.objects.filter(register=Register.CPF).count() >= len(cpf_list()):
        return
    rows = [CertificationRow(code=code, title=title) for code, (title, _) in cpf_list().items()]
    aside = Telling(telling.kind, "")
    write_certifications(rows, as_of=_AS_OF, at=at, telling=aside)


def kind_of(code: str, *, clea: bool) -> Action | None:
    """What buying a certification is in the eyes of the law (L6323-6); None when the code is not one we know."""
    if code.startswith(Register.RNCP):
        return Action.RNCP
    if code.startswith(Register.RS):
        return Action.CLEA if clea else Action.RS
    return cpf_list()[code][1] if code in cpf_list() else None
