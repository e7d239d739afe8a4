"""Addresses of the style guide."""

from django.urls import path

from clinic_site.styleguide import views

urlpatterns = [
    path("", views.overview, name="styleguide"),
    path("<slug:room>/", views.room, name="styleguide_room"),
    path(
        "<slug:room>/<slug:name>/<slug:state>/", views.sample, name="styleguide_sample"
    ),
]
