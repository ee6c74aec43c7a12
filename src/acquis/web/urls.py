"""Addresses of the pages, audience by audience."""

from django.urls import include, path

urlpatterns = [
    path("", include("acquis.web.public.urls")),
    path("", include("acquis.web.holder.urls")),
    path("", include("acquis.web.provider.urls")),
    path("", include("acquis.web.staff.urls")),
    path("", include("acquis.web.state.urls")),
    path("", include("acquis.web.employer.urls")),
    path("", include("acquis.web.funder.urls")),
]
