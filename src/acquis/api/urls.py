"""Addresses for machines."""

from django.urls import URLPattern, URLResolver, path

from . import payments

urlpatterns: list[URLPattern | URLResolver] = [
    path("webhooks/payments", payments.hear, name="webhooks-payments"),
]
