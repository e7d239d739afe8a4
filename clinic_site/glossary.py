"""The page that explains every word of the glossary; links in texts lead to it."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from clinic.models import GlossaryTerm


@require_safe
def glossary(request):
    """Show the words whose meanings two people agreed on, by the alphabet."""
    terms = GlossaryTerm.objects.agreed().order_by("term")
    return render(request, "clinic/glossary.html", {"terms": terms})
