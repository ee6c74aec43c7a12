"""Every address of the site; the stand-ins of foreign systems exist in the demonstration only."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("acquis.web.urls")),
    path("", include("acquis.api.urls")),
]

if settings.ACQUIS.demo:
    urlpatterns.append(path("demo/cards/", include("acquis.outside.payments_standin.urls")))

handler400 = "acquis.web.errors.bad_request"
handler403 = "acquis.web.errors.not_allowed"
handler404 = "acquis.web.errors.not_found"
handler500 = "acquis.web.errors.broken"
