"""The home page: what do you want to learn, and where?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    ideas = [_("boulanger"), _("anglais"), _("développeur web"), _("permis B"), _("comptabilité")]
    return page(request, "public/home.html", ideas=ideas)
