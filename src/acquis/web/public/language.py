"""The reader chooses the language of the pages; the choice is kept in a cookie that says nothing else."""

from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language

from acquis.web.door import Audience, writes


@writes(Audience.PUBLIC)
def choose(request: HttpRequest) -> HttpResponse:
    return set_language(request)
