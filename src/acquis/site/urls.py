"""Every address of the site; the stand-ins of foreign systems exist in the demonstration only."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from . import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("version", health.which, name="version"),
    # Addresses are looked through one by one: machines ask most often, and have few.
    path("", include("acquis.api.urls")),
    path("", include("acquis.web.urls")),
]

if settings.ACQUIS.demo:
    urlpatterns += [
        path(prefix, include(f"{standin}.urls"))
        for prefix, standin in settings.STAND_INS.items()
        if find_spec(standin) is not None and find_spec(f"{standin}.urls") is not None
    ]

handler400 = "acquis.site.errors.bad_request"
handler403 = "acquis.site.errors.not_allowed"
handler404 = "acquis.site.errors.not_found"
handler500 = "acquis.site.errors.broken"
