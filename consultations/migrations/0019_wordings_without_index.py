import django.db.models.deletion
from django.db import migrations, models

WORDINGS = {
    "consent": ("consent", {}),
    "texts_wording": ("told: permission to text", {"null": True}),
    "access_wording": ("told: who may open it", {"null": True}),
    "reading_wording": ("told: when anyone reads", {"null": True}),
    "emergency_wording": ("told: in an emergency", {"null": True}),
}


def _field(name, **kwargs):
    words, more = WORDINGS[name]
    if more:
        more = more | {"related_name": "+"}
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        to="consultations.wording",
        verbose_name=words,
        **more,
        **kwargs,
    )


def _names_of_indexes(schema_editor, table, column) -> list[str]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, table)
    return [
        name
        for name, one in found.items()
        if one["index"] and not one["unique"] and one["columns"] == [column]
    ]


def drop(apps, schema_editor):
    """Drop the indexes alone: SQLite would make the whole table anew, five times."""
    model = apps.get_model("consultations", "ConsultationRequest")
    table, quoted = model._meta.db_table, schema_editor.quote_name
    for name in WORDINGS:
        column = model._meta.get_field(name).column
        for index in _names_of_indexes(schema_editor, table, column):
            schema_editor.execute(f"DROP INDEX {quoted(index)}")


def make(apps, schema_editor):
    """Make them once more."""
    model = apps.get_model("consultations", "ConsultationRequest")
    for name in WORDINGS:
        field = model._meta.get_field(name)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[field]))


class Migration(migrations.Migration):
    """Write five indexes less with each request: nobody looks for who was told what."""

    dependencies = [("consultations", "0018_lookups_and_runs")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make)],
            state_operations=[
                migrations.AlterField(
                    "consultationrequest", name, _field(name, db_index=False)
                )
                for name in WORDINGS
            ],
        )
    ]
