from django.db import migrations

# PostgreSQL's backend asks for words in title and body together, and joins by the key
# written as text. Without an index on just that it reads every page for every search:
# half a second among 10,000. SQLite's full-text table needs neither.
INDEXES = {
    "clinic_search_title_body": (
        "wagtailsearch_indexentry USING gin ((title || body))"
    ),
    "clinic_search_page_as_text": (
        "clinic_searchentry ((page_id::varchar(50)))"
    ),
}


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, on in INDEXES.items():
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {on}")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0016_crisis_words"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(create, drop)]
