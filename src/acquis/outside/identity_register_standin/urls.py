"""Addresses of the stand-in, under /demo/register/."""

from django.urls import path

from . import answers

urlpatterns = [path("individus", answers.identify)]
