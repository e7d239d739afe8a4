"""Takes the place of Wagtail's own mail about a review, so that nobody is told twice.

Wagtail sends in the midst of the request that publishes, so a dead mail server could
stop an approval. Its receivers are known by uids; who connects under one first has it,
and this app is loaded before `wagtail.admin`.
"""

from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected

from clinic.review import notices

workflow_approved.connect(
    notices.approved,
    sender=WorkflowState,
    dispatch_uid="workflow_state_approved_email_notification",
)
workflow_rejected.connect(
    notices.returned,
    sender=WorkflowState,
    dispatch_uid="workflow_state_rejected_email_notification",
)
