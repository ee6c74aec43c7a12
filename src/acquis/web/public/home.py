"""The home page: what do you want to learn, and where?"""

from django.http import HttpRequest, HttpResponse

from acquis.web.door import Audience, page, reads


@reads(Audience.PUBLIC)
def show(request: HttpRequest) -> HttpResponse:
    return page(request, "public/home.html")
