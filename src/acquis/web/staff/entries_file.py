"""The file of accounting entries (FEC) of a closed month or year, written while it is sent: it may be very long.

Taking it is noted first, in its own transaction; what is then sent is all of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, StreamingHttpResponse

from acquis.accounting import actions
from acquis.accounting import queries as books
from acquis.accounting.queries import fec
from acquis.accounting.types import ClosingCard, Span
from acquis.kit.clock import day_of
from acquis.kit.sql import reading
from acquis.web.door import Audience, actor_of, writes
from acquis.web.session import Request

from .payouts import keeps_the_money


@writes(Audience.STAFF)
def take(request: Request, closing_id: UUID) -> HttpResponse:
    by = keeps_the_money(request)
    closing = books.closing(closing_id, by=by)
    if closing is None:
        raise Http404
    actions.take_entries(closing_id=closing_id, by=actor_of(request), at=request.at)
    siren = settings.ACQUIS.operator_siren
    whole = closing.span is Span.YEAR
    name = fec.file_name(siren, closing.month.year) if whole else fec.month_name(siren, closing.month)
    sent = StreamingHttpResponse(_lines(closing, lettered=day_of(request.at)), content_type="text/plain; charset=utf-8")
    sent["Content-Disposition"] = f'attachment; filename="{name}"'
    # The door seals any answer that has headers.
    return cast(HttpResponse, sent)


def _lines(closing: ClosingCard, *, lettered: date) -> Iterator[str]:
    only = None if closing.span is Span.YEAR else closing.month
    with reading(one_moment=True):
        yield fec.HEADER
        for block in fec.blocks(closing.month.year, lettered=lettered, only=only):
            yield block.text
