from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

# What does not answer somebody who rang us.
STILL_OWING = [
    "noted",
    "taken",
    "handed_over",
    "amended",
    "corrected",
    "details_added",
    "link_voided",
    "marked_genuine",
]


def mark_who_called_back(apps, schema_editor):
    """Let those stand out who rang us and have not been answered since."""
    Request = apps.get_model("consultations", "ConsultationRequest")
    Event = apps.get_model("consultations", "RequestEvent")
    acts = Event.objects.filter(request=OuterRef("pk")).exclude(kind__in=STILL_OWING)
    newest = acts.order_by("-pk")
    waiting = Request.objects.filter(closed_at=None).annotate(
        last_kind=Subquery(newest.values("kind")[:1]),
        last_details=Subquery(newest.values("details")[:1]),
        last_at=Subquery(newest.values("at")[:1]),
    )
    rows = waiting.filter(last_kind="attempted").values_list(
        "pk", "last_details", "last_at"
    )
    for pk, details, at in rows.iterator():
        if details.get("outcome") == "they_called":
            Request.objects.filter(pk=pk).update(called_back_at=at)


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0022_outbox_alarm'),
        ('consultations', '0006_step_counts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='requestlookup',
            name='lookup_kind_digest',
        ),
        migrations.AddField(
            model_name='consultationrequest',
            name='called_back_at',
            field=models.DateTimeField(help_text='Until somebody acts on it.', null=True, verbose_name='called us at'),
        ),
        migrations.AddField(
            model_name='consultationrequest',
            name='lane',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('status__in', ('received', 'quarantined', 'in_contact', 'scheduled')), _negated=True), then=models.Value('closed')), models.When(models.Q(('read_first', True), models.Q(('status', 'scheduled'), _negated=True)), then=models.Value('first')), models.When(status='quarantined', then=models.Value('odd')), models.When(called_back_at__isnull=False, then=models.Value('called')), models.When(status='scheduled', then=models.Value('scheduled')), models.When(snoozed_until__isnull=False, then=models.Value('snoozed')), models.When(status='received', then=models.Value('received')), default=models.Value('in_contact')), output_field=models.CharField(max_length=10), verbose_name='lane in the queue'),
        ),
        migrations.AlterField(
            model_name='requestlookup',
            name='kind',
            field=models.CharField(choices=[('email', 'E-mail'), ('phone', 'Phone'), ('name', 'Name word'), ('prefix', 'Beginning of a name word')], max_length=10, verbose_name='kind'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', False)), fields=['closed_at', 'id'], name='request_closed'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['lane', 'due_at', 'id'], name='request_open_lane'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_at', 'id', 'lane'], name='request_open'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['assigned_to', 'due_at'], name='request_open_with'),
        ),
        migrations.AddIndex(
            model_name='readingentry',
            index=models.Index(fields=['actor', 'at'], name='reading_actor_at'),
        ),
        migrations.AddIndex(
            model_name='requestlookup',
            index=models.Index(fields=['kind', 'digest', 'request'], name='lookup_kind_digest'),
        ),
        migrations.RunPython(mark_who_called_back, migrations.RunPython.noop),
    ]
