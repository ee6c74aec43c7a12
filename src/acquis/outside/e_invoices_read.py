"""An electronic invoice that somebody else made, read by the library of Factur-X: a PDF with its XML, or the XML.

Nothing is judged here but what it is: which profile, and whether it is valid by the schema of that profile.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

_NAMESPACE = re.compile(r"\{urn:[^}]*\}")
#: The profiles that say enough to be paid by: those below have no breakdown of the tax.
LEVELS = ("basicwl", "basic", "en16931", "extended")


class NotAnInvoice(ValueError):
    """The file is not an electronic invoice that can be read: neither a PDF with its XML, nor the XML."""


class ProfileTooLow(ValueError):
    """The profile of the invoice does not say enough."""


class NotBySchema(ValueError):
    """The invoice does not follow the schema of its profile; the message is the first fault, with its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """One row of the breakdown of the tax: on what, how much, of which category (UNTDID 5305), at how many percent."""

    basis_cents: int | None
    tax_cents: int | None
    category: str
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What an electronic invoice says, as far as paying it needs. Amounts in cents; None is what it does not say.

    `seller` and `buyer` are all the identifiers given of each (SIREN, SIRET); `corrects` the numbers of the invoices
    that it follows; `accounts` those to which it wants to be paid. `lines_cents` is None in a profile without lines.
    """

    level: str
    number: str
    type_code: str
    issued_on: date | None
    currency: str
    order: str
    seller: frozenset[str]
    buyer: frozenset[str]
    net_cents: int | None
    tax_cents: int | None
    total_cents: int | None
    due_cents: int | None
    lines_cents: tuple[int | None, ...] | None
    lines_sum_cents: int | None
    allowances_cents: int | None
    charges_cents: int | None
    paid_cents: int | None
    rounding_cents: int | None
    taxes: tuple[Tax, ...]
    corrects: frozenset[str]
    accounts: frozenset[str]


def read(content: bytes) -> Read:
    """What the file says. Raises NotAnInvoice, ProfileTooLow or NotBySchema."""
    # A twelfth of the start of every command is this library's, and few of them read an invoice.
    from facturx import get_flavor, get_level, xml_check_xsd  # type: ignore[import-untyped]  # noqa: PLC0415
    from facturx.parse_xml import parse_ubl_cii_xml  # type: ignore[import-untyped]  # noqa: PLC0415

    document = _document(_xml(content))
    try:
        flavor, level = get_flavor(document), get_level(document)
    except Exception as error:  # the library raises bare exceptions
        raise NotAnInvoice(str(error)) from error
    if flavor != "factur-x":
        raise NotAnInvoice(flavor)
    if level not in LEVELS:
        raise ProfileTooLow(level)
    try:
        xml_check_xsd(document, flavor=flavor, level=level)
    except Exception as error:
        said = str(error).rpartition("cause of the problem: ")[2].strip()
        raise NotBySchema(_NAMESPACE.sub("", said)[:300]) from error
    try:
        said = parse_ubl_cii_xml(document, flavor=flavor, level=level, check_xsd=False)
    except Exception as error:
        raise NotAnInvoice(str(error)) from error
    return Read(
        level=level,
        number=str(said.get("BT-1", "")).strip(),
        type_code=str(said.get("BT-3", "")),
        issued_on=said["BT-2"] if isinstance(said.get("BT-2"), date) else None,
        currency=str(said.get("BT-5", "")),
        order=str(said.get("BT-13", "")).strip(),
        seller=_identifiers(said.get("BG-4") or said),
        buyer=_identifiers(said.get("BG-7") or {}),
        net_cents=_cents(said.get("BT-109")),
        tax_cents=_cents(said.get("BT-110", "0")),
        total_cents=_cents(said.get("BT-112")),
        due_cents=_cents(said.get("BT-115")),
        lines_cents=(
            None if level == "basicwl" else tuple(_cents(each.get("BT-131")) for each in said.get("BG-25") or ())
        ),
        lines_sum_cents=_cents(said.get("BT-106")),
        allowances_cents=_cents(said.get("BT-107", "0")),
        charges_cents=_cents(said.get("BT-108", "0")),
        paid_cents=_cents(said.get("BT-113", "0")),
        rounding_cents=_cents(said.get("BT-114", "0")),
        taxes=tuple(_tax(each) for each in said.get("BG-23") or ()),
        corrects=frozenset(str(each.get("BT-25", "")).strip() for each in said.get("BG-3") or ()),
        accounts=frozenset(_accounts(document)),
    )


def is_pdf(content: bytes) -> bool:
    """Whether the file is a PDF, by how it begins."""
    return content.lstrip()[:5] == b"%PDF-"


def _xml(content: bytes) -> bytes:
    if not is_pdf(content):
        return content
    # It tells its own log what it tries; what it finds wrong is in what it raises.
    from facturx import get_facturx_xml_from_pdf  # noqa: PLC0415

    logging.getLogger("factur-x").setLevel(logging.CRITICAL)
    try:
        _name, found = get_facturx_xml_from_pdf(content, check_xsd=False)
    except Exception as error:
        raise NotAnInvoice(str(error)) from error
    if not found:
        raise NotAnInvoice("no XML in the PDF")
    return bytes(found)


def _document(xml: bytes) -> etree._Element:
    try:
        document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise NotAnInvoice(str(error)) from error
    if document.getroottree().docinfo.internalDTD is not None:
        raise NotAnInvoice("an invoice has no DOCTYPE")
    return document


def _identifiers(party: Mapping[str, Any]) -> frozenset[str]:
    found = {party.get("legal_identifier"), *(party.get("identifiers") or {}).values()}
    return frozenset("".join(str(each).split()) for each in found if each)


def _tax(said: Mapping[str, Any]) -> Tax:
    return Tax(
        basis_cents=_cents(said.get("BT-116")),
        tax_cents=_cents(said.get("BT-117")),
        category=str(said.get("BT-118", "")),
        # The schema has it a decimal number; none is the rate of what bears no tax.
        percent=Decimal(str(said.get("BT-119") or 0)),
    )


def _accounts(document: etree._Element) -> Iterator[str]:
    for account in document.iterfind(".//{*}PayeePartyCreditorFinancialAccount"):
        for name in ("IBANID", "ProprietaryID"):
            if given := "".join((account.findtext(f"{{*}}{name}") or "").split()):
                yield given.upper()


def _cents(text: Any) -> int | None:
    """An amount of an invoice in cents; None when it is none, or is not whole cents."""
    try:
        cents = Decimal(str(text)) * 100
    except InvalidOperation:
        return None
    return int(cents) if cents.is_finite() and cents == cents.to_integral_value() else None
