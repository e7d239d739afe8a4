"""Addresses of the review's screens, below Wagtail's admin."""

from django.urls import path

from clinic.review.screens.listing import WaitingList
from clinic.review.screens.page import ReviewPage

app_name = "clinic_review"
urlpatterns = [
    path("", WaitingList.as_view(), name="list"),
    path("<int:page_id>/", ReviewPage.as_view(), name="page"),
]
