"""The file that asks our bank for credit transfers: ISO 20022 `pain.001.001.09`, checked against its schema.

The words are those of the SEPA rulebooks: Latin letters without accents, amounts in cents turned into text without
any arithmetic on fractions. The file of given payments is always the same, byte for byte: the moment and the
references come from the caller, not from a clock or from chance.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib import resources

from lxml import etree
from schwifty import BIC, IBAN
from schwifty.exceptions import SchwiftyException
from sepaxml import SepaTransfer  # type: ignore[import-untyped]
from text_unidecode import unidecode  # type: ignore[import-untyped]

from acquis.kit.clock import PARIS

SCHEMA = "pain.001.001.09"
_NS = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
_NOT_SEPA = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]+")


class NotValid(ValueError):
    """The file that would be sent is not one that a bank may be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Who pays or is paid, and on which account."""

    name: str
    iban: str
    bic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One credit transfer. `end_to_end_id` (at most 35 signs) comes back on the statement, `text` goes to the payee."""

    payee: Party
    amount_cents: int
    end_to_end_id: str
    text: str


def credit_transfers(
    *,
    debtor: Party,
    message_id: str,
    made_at: datetime,
    execute_on: date,
    payments: Sequence[Payment],
    total_cents: int,
) -> bytes:
    """The file that asks for `payments`, booked as one debit. Raises NotValid rather than give a doubtful file.

    `total_cents` is the sum the caller expects: the file is read back and must agree with it.
    """
    _check(debtor, message_id, payments, total_cents)
    order = SepaTransfer(
        {
            "name": _words(debtor.name, 70),
            "IBAN": debtor.iban,
            "BIC": debtor.bic,
            "batch": True,
            "currency": "EUR",
        },
        schema=SCHEMA,
    )
    for payment in payments:
        order.add_payment(
            {
                "name": _words(payment.payee.name, 70),
                "IBAN": payment.payee.iban,
                "BIC": payment.payee.bic,
                "amount": payment.amount_cents,
                "execution_date": execute_on,
                "description": _words(payment.text, 140),
                "endtoend_id": payment.end_to_end_id,
            }
        )
    root = etree.fromstring(order.export(validate=False), _parser())
    # The library puts the hour and chance in these; ours say what they are of.
    _set(root, ".//p:GrpHdr/p:MsgId", message_id)
    _set(root, ".//p:GrpHdr/p:CreDtTm", made_at.astimezone(PARIS).replace(microsecond=0, tzinfo=None).isoformat())
    _set(root, ".//p:PmtInf/p:PmtInfId", f"{message_id}-1")
    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    verify(content, total_cents=total_cents, count=len(payments))
    return content


def verify(content: bytes, *, total_cents: int, count: int) -> None:
    """Read a file back: valid by its schema, with the count and the sum expected. Raises NotValid."""
    document = etree.fromstring(content, _parser())
    schema = _schema()
    if not schema.validate(document):
        raise NotValid(str(schema.error_log))
    amounts = [_read_cents(node.text or "") for node in document.iterfind(".//p:InstdAmt", _NS)]
    told = [_read_cents(node.text or "") for node in document.iterfind(".//p:CtrlSum", _NS)]
    if len(amounts) != count or sum(amounts) != total_cents or any(cents != total_cents for cents in told):
        raise NotValid("the file does not add up to what is to be paid")


def _check(debtor: Party, message_id: str, payments: Sequence[Payment], total_cents: int) -> None:
    if not payments or sum(payment.amount_cents for payment in payments) != total_cents:
        raise NotValid("the payments do not add up to the total")
    references = [payment.end_to_end_id for payment in payments]
    if len(set(references)) != len(references):
        raise NotValid("a reference is used twice")
    for reference in (message_id, *references):
        if not 0 < len(reference) <= 33 or _NOT_SEPA.search(reference):
            raise NotValid(f"not a bank reference: {reference!r}")
    for party in (debtor, *(payment.payee for payment in payments)):
        try:
            IBAN(party.iban, validate_bban=True)
            BIC(party.bic)
        except (SchwiftyException, ValueError) as error:
            raise NotValid("an account is not valid") from error
        if not _words(party.name, 70):
            raise NotValid("a party has no name")
    if any(payment.amount_cents <= 0 for payment in payments):
        raise NotValid("a payment is not above zero")


def _words(text: str, length: int) -> str:
    return " ".join(_NOT_SEPA.sub(" ", unidecode(text)).split())[:length].strip()


def _read_cents(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or "0")


def _set(root: etree._Element, path: str, text: str) -> None:
    nodes = list(root.iterfind(path, _NS))
    if len(nodes) != 1:
        raise NotValid(f"{path}: one expected, {len(nodes)} found")
    nodes[0].text = text


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


@lru_cache(maxsize=1)
def _schema() -> etree.XMLSchema:
    path = resources.files("sepaxml") / "schemas" / f"{SCHEMA}.xsd"
    return etree.XMLSchema(etree.fromstring(path.read_bytes(), _parser()))
