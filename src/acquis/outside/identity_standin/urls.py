"""The stand-in's addresses, under /demo/identity/."""

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:kind>/api/v2/.well-known/openid-configuration", views.discovery),
    path("<slug:kind>/api/v2/authorize", views.authorize),
    path("<slug:kind>/api/v2/token", views.token),
    path("<slug:kind>/api/v2/userinfo", views.userinfo),
    path("<slug:kind>/api/v2/jwks", views.jwks),
    path("<slug:kind>/api/v2/session/end", views.end_session),
]
