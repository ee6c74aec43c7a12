"""Check any paper of the house by its code: what it must contain, and nothing that names anybody.

A code has sixty random bits, and an address may try so many a minute: nobody finds one by guessing.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from acquis.kit import quota
from acquis.support import queries as support
from acquis.treasury import queries as treasury
from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "").strip()[:40]
    most = settings.ACQUIS.checks_per_minute
    if typed and most:
        asked = quota.one_more("check", quota.address_of(request), most=most)
        if asked.is_over:
            turned = page(
                request, "public/check.html", status=429, typed=typed, found=None, invoice=None, wait=asked.seconds
            )
            turned["Retry-After"] = str(asked.seconds)
            return turned
    found = support.issued(typed) if typed else None
    invoice = treasury.invoice_of_code(typed) if typed and found is None else None
    return page(request, "public/check.html", typed=typed, found=found, invoice=invoice, wait=0)


@reads(Audience.PUBLIC)
def moved(request: HttpRequest) -> HttpResponse:
    """Where papers issued before sent their readers."""
    code = request.GET.urlencode()
    return redirect(f"/verifier?{code}" if code else "/verifier", permanent=True)
