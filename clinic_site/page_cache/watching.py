"""Notices each write to what pages show, and freshens all pages when it is committed.

Signals of models would miss what `update()`, `bulk_create()` and plain SQL change, so
this looks at the statements themselves. Every table is taken to be shown, but for the
models named here; a test asks for a decision about each new one.
"""

import re

from django.apps import apps
from django.db import transaction
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils.functional import SimpleLazyObject

from clinic import generation

# What no page kept in memory shows: requests, the desk, mail, sign-in, drafts, logs.
# The search is kept nowhere, so its words are here, too.
_SHOWN_NOWHERE = {
    "account": ["EmailAddress", "EmailConfirmation"],
    "admin": ["LogEntry"],
    "articles": ["ImportRun", "ImportedItem"],
    "auth": ["Group", "Group_permissions", "Permission"],
    "clinic": [
        "BackupRun",
        "ClaimEvidence",
        "FactChange",
        "FoundLink",
        "HeldPost",
        "JobRun",
        "MadePage",
        "MedicalReviewTask",
        "OneTimeLink",
        "OutboxMessage",
        "PageVisits",
        "RaisedAlarm",
        "RegisterEntry",
        "RegisterFinding",
        "SearchEntry",
        "SearchGram",
        "SearchWord",
        "StaffEvent",
        "UnansweredWord",
        "User_groups",
        "User_user_permissions",
    ],
    "consultations": [
        "ConsultationRequest",
        "KeptPost",
        "PurgeHead",
        "PurgeRecord",
        "ReadFirstProcedure",
        "ReadingEntry",
        "ReadingOf",
        "ReplyTemplate",
        "RequestEvent",
        "RequestLookup",
        "RetentionSettings",
        "SealedForm",
        "StepCount",
        "SuitabilityReason",
        "Tally",
        "TallyProgress",
        "TrailCheck",
        "TrailHead",
        "UnclaimedContact",
    ],
    "contenttypes": ["ContentType"],
    "mfa": ["Authenticator"],
    "sessions": ["Session"],
    "simple_translation": ["SimpleTranslation"],
    "wagtailadmin": ["Admin", "EditingSession", "FormState"],
    "wagtailcore": [
        "Comment",
        "CommentReply",
        "GroupApprovalTask",
        "GroupApprovalTask_groups",
        "GroupCollectionPermission",
        "GroupPagePermission",
        "GroupSitePermission",
        "ModelLogEntry",
        "PageLogEntry",
        "PageSubscription",
        "ReferenceIndex",
        "Revision",
        "Task",
        "TaskState",
        "UploadedFile",
        "Workflow",
        "WorkflowContentType",
        "WorkflowPage",
        "WorkflowState",
        "WorkflowTask",
    ],
    "wagtailsearch": ["IndexEntry", "SQLiteFTSIndexEntry"],
    "wagtailusers": ["UserProfile"],
}
SHOWN_NOWHERE = frozenset(
    f"{app}.{model}" for app, models in _SHOWN_NOWHERE.items() for model in models
)
# What a page makes while it is shown for the first time changes no page.
NEW_ONES_SHOWN_NOWHERE = frozenset(
    ["clinic.ClinicRendition", "wagtailimages.Rendition", "wagtailembeds.Embed"]
)
# What is written beside what readers see: drafts saved as somebody types, sign-ins.
COLUMNS_SHOWN_NOWHERE = {
    "wagtailcore.Page": frozenset(
        ["draft_title", "has_unpublished_changes", "latest_revision_id"]
        + ["latest_revision_created_at", "locked", "locked_at", "locked_by_id"]
    ),
    "clinic.User": frozenset(["last_login", "password"]),
}

# So far back it is looked whether the end of a transaction freshens pages already.
LOOKED_BACK = 20

# What comes after these words changes nothing.
_READING = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")
_WRITING = re.compile(
    r"\b(INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE"
    r"(?:\s+TABLE)?)\s+[\"`]?(\w+)",
    re.IGNORECASE,
)
_SET = re.compile(r"\sSET\s(.*?)(?:\sWHERE\s|$)", re.DOTALL | re.IGNORECASE)
_COLUMN = re.compile(r"[\"`](\w+)[\"`] = ")


def _labels() -> dict[str, str]:
    """Return the model of each table that is shown."""
    return {
        model._meta.db_table: model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in SHOWN_NOWHERE
    }


_shown = SimpleLazyObject(_labels)


def is_seen(sql: str) -> bool:
    """Say whether a statement changes what a page could show."""
    if sql.startswith(_READING):
        return False
    match = _WRITING.search(sql)
    label = match and _shown.get(match[2])
    if not label:
        return False
    how = match[1].upper()
    if how.startswith("INSERT") and label in NEW_ONES_SHOWN_NOWHERE:
        return False
    if how == "UPDATE" and label in COLUMNS_SHOWN_NOWHERE:
        given = _SET.search(sql)
        columns = set(_COLUMN.findall(given[1])) if given else set()
        return not columns or not columns <= COLUMNS_SHOWN_NOWHERE[label]
    return True


def watch(execute, sql, params, many, context):
    """Run a statement, and freshen pages once what it changed is committed."""
    result = execute(sql, params, many, context)
    if is_seen(text := str(sql)) and not found_nothing(text, context["cursor"]):
        freshen_on_commit(context["connection"])
    return result


def found_nothing(sql: str, cursor) -> bool:
    """Say whether a statement looked for rows to change and there were none."""
    return sql.startswith(("UPDATE", "DELETE")) and cursor.rowcount == 0


def freshen_on_commit(connection) -> None:
    """End the generation when the transaction is committed, or now without one.

    Where a savepoint is taken back, what was asked in it goes with it; so it is asked
    once for each, and not for each statement.
    """
    if not connection.in_atomic_block:
        generation.end()
        return
    held = set(connection.savepoint_ids)
    asked = connection.run_on_commit[-LOOKED_BACK:]
    if not any(call is generation.end and within <= held for within, call, _ in asked):
        transaction.on_commit(generation.end, using=connection.alias)


@receiver(connection_created)
def look_on(connection, **kwargs) -> None:
    """Look at every statement of a connection; one that comes back has us still."""
    if watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)
