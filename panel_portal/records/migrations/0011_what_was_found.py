from django.core.management import call_command
from django.db import migrations


def forwards(apps, schema_editor):
    call_command("createcachetable", "portal_found", database=schema_editor.connection.alias, verbosity=0)
    # It can be found again: after a crash the table is empty, and nothing of it is written twice until then.
    schema_editor.execute("ALTER TABLE portal_found SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("records", "0010_one_click_stop")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
