from django.db import migrations

from clinic.roles import EDITORS, MEDICAL_REVIEWERS, grant


def allow_topics(apps, schema_editor):
    """Editors keep the topics; reviewers see them."""
    grant(apps, EDITORS, "articles.Topic", ["view", "add", "change", "delete"])
    grant(apps, MEDICAL_REVIEWERS, "articles.Topic", ["view"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial"), ("clinic", "0003_roles")]

    operations = [migrations.RunPython(allow_topics, migrations.RunPython.noop)]
