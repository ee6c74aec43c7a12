"""The home page: what do you want to learn, and where?"""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from acquis.web.door import Audience, actor_of, page, reads
from acquis.web.waiting import waiting_for


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    ideas = [_("boulanger"), _("anglais"), _("développeur web"), _("permis B"), _("comptabilité")]
    return page(request, "public/home.html", ideas=ideas, waiting=waiting_for(actor_of(request)))
