"""What our bank answers: ISO 20022 `pain.002` on a file of credit transfers, `camt.053` on the account, any version.

Only what a payer needs is read. Amounts become cents without any arithmetic on fractions. A file that is not whole
(another currency, a statement that does not add up, a missing element) is refused as a whole: half a statement is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

_ROOT = re.compile(r"\{urn:iso:std:iso:20022:tech:xsd:((?:pain\.002|camt\.053)\.001\.\d\d)\}Document")
_AMOUNT = re.compile(r"(\d{1,13})(?:\.(\d{1,2})0*)?")
#: The order was refused, as a whole or for one transfer; every other status (ACCP, ACTC, ACSC, PDNG…) lets it go on.
_REJECTED = "RJCT"


class NotReadable(ValueError):
    """The file is none that a bank sends. `where` names the element, `line` is its line in the file or 0."""

    def __init__(self, where: str, line: int = 0) -> None:
        super().__init__(f"{where} (line {line})")
        self.where, self.line = where, line


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAnswer:
    """What became of one transfer that we asked for. `reason` is an ISO external code such as AC04, or empty."""

    end_to_end_id: str
    rejected: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAnswer:
    """What became of a file that we sent, by its message id; only transfers the bank has something to say of."""

    order_id: str
    rejected: bool
    reason: str
    transfers: tuple[TransferAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """One transfer inside an entry of the account. `reason` is why money came back, or empty."""

    end_to_end_id: str
    amount_cents: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the account. `order_id` when the bank booked a whole file at once; `reference` is the bank's own."""

    credit: bool
    amount_cents: int
    booked_on: date
    reference: str
    order_id: str
    words: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An account over some days; the balances are in cents, below zero when the account is overdrawn."""

    iban: str
    opening_cents: int
    closing_cents: int
    first_day: date
    last_day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A file of the bank: answers to our orders, or statements, never both. `form` is such as `camt.053.001.08`."""

    form: str
    message_id: str
    orders: tuple[OrderAnswer, ...] = ()
    statements: tuple[Statement, ...] = ()


def read(content: bytes) -> Answer:
    """Read a file of the bank; raises NotReadable, which names the element and its line."""
    try:
        root = etree.fromstring(
            content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise NotReadable("XML", error.lineno or 0) from error
    if b"<!DOCTYPE" in content:
        # No bank writes one; what it could define has no place here.
        raise NotReadable("DOCTYPE", 1)
    form = _ROOT.fullmatch(str(root.tag))
    if form is None or len(root) != 1:
        raise _wrong("Document", root)
    message = _needed(root[0], "GrpHdr/MsgId")
    if form[1].startswith("pain"):
        return Answer(form=form[1], message_id=_text(message), orders=tuple(_orders(root[0])))
    statements = tuple(_statement(each) for each in _all(root[0], "Stmt"))
    if not statements:
        raise _wrong("Stmt", root[0])
    return Answer(form=form[1], message_id=_text(message), statements=statements)


def _orders(report: etree._Element) -> Iterator[OrderAnswer]:
    for group in _all(report, "OrgnlGrpInfAndSts"):
        infos = list(_all(report, "OrgnlPmtInfAndSts"))
        refused = [group, *infos] if len(infos) == 1 else [group]
        rejected = [
            each for each in refused if _said(each, "GrpSts") == _REJECTED or _said(each, "PmtInfSts") == _REJECTED
        ]
        yield OrderAnswer(
            order_id=_text(_needed(group, "OrgnlMsgId")),
            rejected=bool(rejected),
            reason=next((_reason(each) for each in rejected), ""),
            transfers=tuple(
                TransferAnswer(
                    end_to_end_id=_text(_needed(each, "OrgnlEndToEndId")),
                    rejected=_said(each, "TxSts") == _REJECTED,
                    reason=_reason(each),
                )
                for info in infos
                for each in _all(info, "TxInfAndSts")
            ),
        )


def _reason(told: etree._Element) -> str:
    return _said(told, "StsRsnInf/Rsn/Cd") or _said(told, "StsRsnInf/Rsn/Prtry")


def _statement(told: etree._Element) -> Statement:
    balances: dict[str, tuple[int, date]] = {}
    for each in _all(told, "Bal"):
        kind = _said(each, "Tp/CdOrPrtry/Cd")
        balances[kind] = (_signed(each), _day(_needed(each, "Dt")))
    opening = balances.get("OPBD") or balances.get("PRCD")
    closing = balances.get("CLBD")
    if opening is None or closing is None:
        raise _wrong("Stmt/Bal", told)
    entries = tuple(_entry(each) for each in _all(told, "Ntry") if _status(each) == "BOOK")
    moved = sum(each.amount_cents if each.credit else -each.amount_cents for each in entries)
    if opening[0] + moved != closing[0]:
        raise _wrong("Stmt/Bal/Amt", told)
    return Statement(
        iban=_said(told, "Acct/Id/IBAN").replace(" ", ""),
        opening_cents=opening[0],
        closing_cents=closing[0],
        first_day=min([opening[1], *(each.booked_on for each in entries)]),
        last_day=closing[1],
        entries=entries,
    )


def _status(entry: etree._Element) -> str:
    # Its place moved between versions: the code itself, then an element around it.
    return _said(entry, "Sts/Cd") or _said(entry, "Sts")


def _entry(told: etree._Element) -> Entry:
    amount = _cents(_needed(told, "Amt"))
    details = tuple(_detail(each, amount) for each in _all(told, "NtryDtls/TxDtls"))
    order = _said(told, "NtryDtls/Btch/MsgId") or _said(told, "NtryDtls/Btch/PmtInfId")
    if not order and len(details) != 1:
        order = _said(told, "NtryDtls/TxDtls/Refs/MsgId") or _said(told, "NtryDtls/TxDtls/Refs/PmtInfId")
    if details and sum(each.amount_cents for each in details) != amount:
        raise _wrong("Ntry/NtryDtls/TxDtls/Amt", told)
    return Entry(
        credit=_is_credit(told),
        amount_cents=amount,
        booked_on=_day(_needed(told, "BookgDt")),
        reference=_said(told, "AcctSvcrRef") or _said(told, "NtryDtls/TxDtls/Refs/AcctSvcrRef"),
        order_id=order,
        words=_said(told, "AddtlNtryInf"),
        details=details,
    )


def _detail(told: etree._Element, whole: int) -> Detail:
    amount = _first(told, "Amt", "AmtDtls/TxAmt/Amt")
    return Detail(
        end_to_end_id=_said(told, "Refs/EndToEndId").replace("NOTPROVIDED", ""),
        amount_cents=whole if amount is None else _cents(amount),
        reason=_said(told, "RtrInf/Rsn/Cd") or _said(told, "RtrInf/Rsn/Prtry"),
        words=_said(told, "RmtInf/Ustrd"),
    )


def _is_credit(told: etree._Element) -> bool:
    said = _needed(told, "CdtDbtInd")
    if _text(said) not in ("CRDT", "DBIT"):
        raise _wrong(_path(said), said)
    return _text(said) == "CRDT"


def _signed(balance: etree._Element) -> int:
    cents = _cents(_needed(balance, "Amt"))
    return cents if _is_credit(balance) else -cents


def _cents(amount: etree._Element) -> int:
    read = _AMOUNT.fullmatch(_text(amount))
    if read is None or amount.get("Ccy") != "EUR":
        raise _wrong(_path(amount), amount)
    return int(read[1]) * 100 + int((read[2] or "").ljust(2, "0"))


def _day(told: etree._Element) -> date:
    said = _first(told, "Dt", "DtTm")
    try:
        return date.fromisoformat(_text(told if said is None else said)[:10])
    except ValueError as error:
        raise _wrong(_path(told), told) from error


def _wrong(where: str, element: etree._Element) -> NotReadable:
    line = element.sourceline
    return NotReadable(where, line if isinstance(line, int) else 0)


def _all(element: etree._Element, path: str) -> Iterator[etree._Element]:
    return element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/")))


def _first(element: etree._Element, *paths: str) -> etree._Element | None:
    return next((each for path in paths for each in _all(element, path)), None)


def _said(element: etree._Element, path: str) -> str:
    found = _first(element, path)
    return "" if found is None else _text(found)


def _needed(element: etree._Element, path: str) -> etree._Element:
    found = _first(element, path)
    if found is None or (not len(found) and not _text(found)):
        raise _wrong(f"{_path(element)}/{path}", element)
    return found


def _text(element: etree._Element) -> str:
    return " ".join((element.text or "").split())


def _path(element: etree._Element) -> str:
    return str(etree.QName(element).localname)
