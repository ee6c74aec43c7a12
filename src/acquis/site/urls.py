"""Every address of the site; the stand-ins of foreign systems exist in the demonstration only."""

from django.urls import include, path

urlpatterns = [
    path("", include("acquis.web.urls")),
    path("", include("acquis.api.urls")),
]
