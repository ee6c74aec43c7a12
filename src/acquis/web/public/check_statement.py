"""Check a statement or a record of attendance by its code: what it must contain, and nothing that names anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from acquis.support import queries as support
from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "").strip()[:40]
    return page(request, "public/check_statement.html", typed=typed, found=support.issued(typed) if typed else None)
