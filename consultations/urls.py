"""Included by the site at "request-a-consultation/"."""

from django.urls import path

from consultations import views

urlpatterns = [
    path("", views.request_consultation, name="request_consultation"),
    path("details/", views.add_details, name="request_details"),
    path("received/", views.request_received, name="request_received"),
]
