"""Every address of the site; the stand-ins of foreign systems exist in the demonstration only."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("acquis.web.urls")),
    path("", include("acquis.api.urls")),
]

if settings.ACQUIS.demo:
    urlpatterns.append(path("demo/cards/", include("acquis.outside.payments_standin.urls")))
