"""Queries put together from several, each with an order and a limit of its own."""

from django.db import models
from django.db.models import Func, Subquery


class Part(Subquery):
    """A query with an order and a limit of its own, as a part of several."""

    template = "SELECT * FROM (%(subquery)s) AS part"


class AnyOf(Func):
    """The ids that any of these queries gives; databases differ in what they allow."""

    template = "(%(expressions)s)"
    arg_joiner = " UNION ALL "
    output_field = models.BigIntegerField()


class CountOf(AnyOf):
    """How many rows these queries give together, up to a limit; a column of another."""

    template = "(SELECT COUNT(*) FROM (%(expressions)s LIMIT %(limit)d) AS counted)"

    def __init__(self, *queries, limit: int):
        parts = [Part(query.order_by()[:limit]) for query in queries]
        super().__init__(*parts, limit=limit)
