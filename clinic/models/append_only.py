from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **kwargs):
        raise TypeError(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise TypeError(f"{self.model.__name__} rows are never deleted.")


class WrittenOnce(models.Model):
    """A row that is written once; each kind says in its own words why it stays."""

    NEVER_CHANGED: str
    NEVER_DELETED: str

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Write the row once; raises TypeError where it is there already."""
        if not self._state.adding:
            raise TypeError(self.NEVER_CHANGED)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        """Refuse: what was written stays."""
        raise TypeError(self.NEVER_DELETED)
