"""Addresses of the stand-in, under /demo/payee/."""

from django.urls import path

from . import answers

urlpatterns = [path("vop/v1/payee-verifications", answers.verify)]
