"""The site's addresses with the stand-in's, as in the demonstration."""

from django.urls import include, path

urlpatterns = [
    path("demo/identity/", include("acquis.outside.identity_standin.urls")),
    path("", include("acquis.web.urls")),
]
