"""A job of the national list (ROME): the certifications that lead to it, their levels, and where it is in demand."""

from __future__ import annotations

import re
from collections import Counter

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis.catalogue import queries as catalogue
from acquis.catalogue.types import TenseJob
from acquis.kit.departments import regions
from acquis.web.door import Audience, page, reads, see_other

from .offer_words import LEVEL_WORDS, REGISTER_WORDS
from .today import today

_ROME = re.compile(r"[A-N][0-9]{4}")


@reads(Audience.PUBLIC)
def show(request: HttpRequest, *, code: str) -> HttpResponse:
    rome = code.upper()
    if not _ROME.fullmatch(rome):
        raise Http404
    known = next(iter(catalogue.jobs([rome])), None)
    label = known.label if known else catalogue.job_label(rome)
    if label is None:
        raise Http404
    if rome != code:
        return see_other(f"/metiers/{rome}")
    on = today(request)
    paths = catalogue.leading_to(rome, on=on)
    levels = Counter(path.certification.level for path in paths if path.certification.level)
    return page(
        request,
        "public/job.html",
        rome=rome,
        label=label or _("Métier %(rome)s") % {"rome": rome},
        words=label,
        titles=known.titles[:30] if known else (),
        tense=_tense(rome),
        open_paths=[path for path in paths if path.offers],
        other_paths=[path for path in paths if not path.offers],
        levels=sorted(levels.items()),
        offers=sum(path.offers for path in paths),
        neighbours=catalogue.neighbour_jobs(rome)[:12],
        canonical=f"{settings.ACQUIS.site_url}/metiers/{rome}",
        level_words=LEVEL_WORDS,
        register_words=REGISTER_WORDS,
    )


def _tense(rome: str) -> list[tuple[str, TenseJob]]:
    """(region, what its list says) where the job is in tension."""
    return [(name, job) for code, name in regions() for job in catalogue.tense_jobs(code) if job.rome == rome]
