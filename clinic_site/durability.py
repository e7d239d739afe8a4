"""What PostgreSQL reports as committed is on its disk, whatever it is set to."""

from django.db.backends.signals import connection_created
from django.dispatch import receiver

# Only "off" answers before anything is written; the other levels are safe and stay.
SWITCH_ON = """
    SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') = 'off'
"""


@receiver(connection_created)
def wait_for_the_disk(connection, **kwargs) -> None:
    """Switch `synchronous_commit` on for a new connection where it is off.

    A reference that a visitor sees must survive the power failing a moment later.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(SWITCH_ON)
