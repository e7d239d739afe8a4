"""Included by the site at "request-a-consultation/"."""

from django.urls import path, register_converter

from consultations import views

register_converter(views.OwnTokenConverter, "own_token")

urlpatterns = [
    path("", views.request_consultation, name="request_consultation"),
    path("details/", views.add_details, name="request_details"),
    path("received/", views.request_received, name="request_received"),
    path("yours/<own_token:token>/", views.request_yours, name="request_yours"),
]
