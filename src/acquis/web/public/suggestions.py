"""What somebody may be about to type: jobs, certifications, domains, towns and bodies, for the field of words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from acquis.catalogue.search.queries import suggest
from acquis.catalogue.search.types import Reading
from acquis.web.door import Audience, reads

_MOST = 8


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", "").strip()[:80]
    found = suggest(typed, limit=_MOST) if len(typed) >= 2 else ()
    kinds = {
        Reading.JOB: _("métier"),
        Reading.CERTIFICATION: _("certification"),
        Reading.DOMAIN: _("domaine"),
        Reading.PLACE: _("commune"),
        Reading.PROVIDER: _("organisme"),
    }
    told = [
        {
            "label": each.label,
            "kind": kinds.get(each.reading, ""),
            "text": each.text,
            **({"words": each.words, "place": each.place} if each.place else {}),
        }
        for each in found
    ]
    return JsonResponse({"suggestions": told})
