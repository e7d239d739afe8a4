from django.db import models


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are written once."""

    def update(self, **kwargs):
        raise TypeError(f"{self.model.__name__} rows are never changed.")

    def delete(self):
        raise TypeError(f"{self.model.__name__} rows are never deleted.")
