"""Addresses of the stand-in, under /demo/cards/."""

from django.urls import path

from . import api, pages

urlpatterns = [
    path("api/payments", api.create),
    path("api/payments/<str:payment_id>", api.show),
    path("api/payments/<str:payment_id>/refunds", api.refunds),
    path("api/refunds/<str:refund_id>", api.show_refund),
    path("api/reports/<str:day>", api.report),
    path("pay/<str:payment_id>", pages.card, name="demo-card"),
    path("pay/<str:payment_id>/bank", pages.bank, name="demo-bank"),
]
