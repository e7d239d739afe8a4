"""The desk: Django admin, extended by its own hooks."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from consultations.admin import (  # noqa: F401 - register their models
    questions,
    retention,
    settings,
    steps,
    trail_report,
    unclaimed,
)
from consultations.admin.caller import CallerViews
from consultations.admin.chart import ChartViews
from consultations.admin.correcting import CorrectingViews
from consultations.admin.detail import DetailViews
from consultations.admin.exports import ExportViews
from consultations.admin.figures import FiguresViews
from consultations.admin.keeping import KeepingViews
from consultations.admin.keys import KeyViews
from consultations.admin.mail import MailViews
from consultations.admin.queue import QueueViews
from consultations.admin.replies import ReplyViews
from consultations.admin.rights import RightsViews
from consultations.admin.sheet import SheetViews
from consultations.admin.today import TodayViews
from consultations.admin.trail import TrailViews
from consultations.admin.undoing import UndoViews
from consultations.models import ConsultationRequest

# The desk's own header leads everywhere; a second menu would only take room.
admin.site.enable_nav_sidebar = False
admin.site.site_title = admin.site.site_header = _("Intake desk")


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(
    ExportViews,
    QueueViews,
    ReplyViews,
    DetailViews,
    UndoViews,
    KeyViews,
    KeepingViews,
    CallerViews,
    TodayViews,
    SheetViews,
    ChartViews,
    TrailViews,
    CorrectingViews,
    RightsViews,
    FiguresViews,
    MailViews,
    admin.ModelAdmin,
):
    """List, search, one request, add a caller; no stock form and no delete."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
