"""A bank of paper: the files that a real one would send about a batch of ours. For the demonstration and the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]

STATEMENT = "camt.053.001.08"
ANSWER = "pain.002.001.10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """A line of the account. With `order_id` a whole order at once; with `reason` money that came back."""

    credit: bool
    amount_cents: int
    reference: str
    order_id: str = ""
    end_to_end_id: str = ""
    reason: str = ""
    words: str = ""


def statement(
    *, iban: str, number: str, on: date, made_at: datetime, opening_cents: int, booked: Sequence[Booked]
) -> bytes:
    """A `camt.053` of one day, its closing balance being what it must be."""
    e = _maker(STATEMENT)
    closing = opening_cents + sum(each.amount_cents if each.credit else -each.amount_cents for each in booked)
    told = e.Stmt(
        e.Id(number),
        e.CreDtTm(_moment(made_at)),
        e.Acct(e.Id(e.IBAN(iban)), e.Ccy("EUR")),
        _balance(e, "OPBD", opening_cents, on),
        _balance(e, "CLBD", closing, on),
        *(_entry(e, each, on) for each in booked),
    )
    return _written(e.Document(e.BkToCstmrStmt(e.GrpHdr(e.MsgId(number), e.CreDtTm(_moment(made_at))), told)))


def answer(
    *, number: str, order_id: str, made_at: datetime, rejected: bool = False, reason: str = "",
    transfers: Sequence[tuple[str, str]] = (),
) -> bytes:  # fmt: skip
    """A `pain.002` on an order: taken or `rejected`; `transfers` are those refused alone, (end-to-end id, reason)."""
    e = _maker(ANSWER)
    status = "RJCT" if rejected else "PART" if transfers else "ACCP"
    group = e.OrgnlGrpInfAndSts(e.OrgnlMsgId(order_id), e.OrgnlMsgNmId("pain.001.001.09"), e.GrpSts(status))
    if reason:
        group.append(e.StsRsnInf(e.Rsn(e.Cd(reason))))
    info = e.OrgnlPmtInfAndSts(e.OrgnlPmtInfId(f"{order_id}-1"))
    for end_to_end_id, why in transfers:
        info.append(e.TxInfAndSts(e.OrgnlEndToEndId(end_to_end_id), e.TxSts("RJCT"), e.StsRsnInf(e.Rsn(e.Cd(why)))))
    head = e.GrpHdr(e.MsgId(number), e.CreDtTm(_moment(made_at)))
    return _written(e.Document(e.CstmrPmtStsRpt(head, group, *([info] if transfers else []))))


def _entry(e: ElementMaker, told: Booked, on: date) -> etree._Element:
    details = e.NtryDtls()
    if told.order_id:
        details.append(e.Btch(e.MsgId(told.order_id), e.PmtInfId(f"{told.order_id}-1")))
    if told.end_to_end_id:
        transfer = e.TxDtls(e.Refs(e.EndToEndId(told.end_to_end_id)), _amount(e, told.amount_cents))
        if told.reason:
            transfer.append(e.RtrInf(e.Rsn(e.Cd(told.reason))))
        details.append(transfer)
    entry = e.Ntry(
        _amount(e, told.amount_cents),
        e.CdtDbtInd("CRDT" if told.credit else "DBIT"),
        e.Sts(e.Cd("BOOK")),
        e.BookgDt(e.Dt(on.isoformat())),
        e.AcctSvcrRef(told.reference),
        e.BkTxCd(e.Prtry(e.Cd("ICDT"))),
    )
    if len(details):
        entry.append(details)
    if told.words:
        entry.append(e.AddtlNtryInf(told.words))
    return entry


def _balance(e: ElementMaker, kind: str, cents: int, on: date) -> etree._Element:
    return e.Bal(
        e.Tp(e.CdOrPrtry(e.Cd(kind))),
        _amount(e, abs(cents)),
        e.CdtDbtInd("DBIT" if cents < 0 else "CRDT"),
        e.Dt(e.Dt(on.isoformat())),
    )


def _amount(e: ElementMaker, cents: int) -> etree._Element:
    return e.Amt(f"{cents // 100}.{cents % 100:02d}", Ccy="EUR")


def _maker(form: str) -> ElementMaker:
    space = f"urn:iso:std:iso:20022:tech:xsd:{form}"
    return ElementMaker(namespace=space, nsmap={None: space})


def _moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def _written(document: etree._Element) -> bytes:
    content: bytes = etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return content
