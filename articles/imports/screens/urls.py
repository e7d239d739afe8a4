"""Addresses of the import's screens, below Wagtail's admin."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from articles.imports.screens.listing import ImportList
from articles.imports.screens.reading import ReadingView
from articles.imports.screens.run import Act, Progress, ReportFile, RunView
from articles.imports.screens.undoing import UndoView
from articles.imports.screens.uploading import UploadView

app_name = "article_imports"
urlpatterns = [
    path("", ImportList.as_view(), name="list"),
    path("add/", csrf_exempt(UploadView.as_view()), name="add"),
    path("<int:pk>/", RunView.as_view(), name="run"),
    path("<int:pk>/progress/", Progress.as_view(), name="progress"),
    path("<int:pk>/act/", Act.as_view(), name="act"),
    path("<int:pk>/report.html", ReportFile.as_view(kind="html"), name="report_page"),
    path("<int:pk>/report.json", ReportFile.as_view(kind="json"), name="report_data"),
    path("<int:pk>/reading/", ReadingView.as_view(), name="reading"),
    path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
]
