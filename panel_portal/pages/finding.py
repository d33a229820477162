"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.views.generic import TemplateView

from panel_portal.pages import exact, suggesting
from panel_portal.pages.findings import shown
from panel_portal.pages.forms import SearchForm
from panel_portal.pages.search import Found, TooBroad, says_nothing, search
from panel_portal.records import revision
from panel_portal.records.publication import Audience

A_PAGE = 20


class Search(TemplateView):
    """Everything public by its words; a reference that one record has leads straight to it."""

    template_name = "pages/search.html"

    def get(self, request, *args, **kwargs):
        # What is kept is looked up by one and the same state of the record, to the last line of the page.
        with revision.known(revision.validator()):
            form = SearchForm(request.GET)
            if form.is_valid() and not form.asked().chosen and (address := exact.address_of(form.cleaned_data["q"])):
                return HttpResponseRedirect(address)
            try:
                response = self.render_to_response(self.get_context_data(form=form, **self.found(form)))
            except TooBroad:
                response = self.render_to_response(self.get_context_data(form=form, too_broad=True), status=503)
                response["Cache-Control"] = "no-store"
            return response.render()

    def found(self, form) -> dict:
        """What the page tells. Raises TooBroad."""
        words = form.cleaned_data.get("q", "") if form.is_bound and hasattr(form, "cleaned_data") else ""
        if not words:
            return {"counts": suggesting.how_many_records()}
        if says_nothing(words):
            return {"says_nothing": True}
        asked = form.asked()
        found = search(asked)
        form.offer(found)
        if not found.hits:
            return self.nothing(form, asked)
        page = Paginator(found.hits, A_PAGE).get_page(self.request.GET.get("page"))
        query = self.request.GET.copy()
        query.pop("page", None)
        return {
            "found": found,
            "page_obj": page,
            "results": shown(list(page), asked),
            "query": query.urlencode(),
            "is_narrowed": bool(asked.chosen),
        }

    def nothing(self, form, asked) -> dict:
        if asked.chosen:
            return {"found": Found(), "is_narrowed": True}
        suggestion = suggesting.suggestion(asked.words)
        if not form.errors:
            suggesting.note(asked.words)
        return {"found": Found(), "suggestion": suggestion, "counts": suggesting.how_many_records()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(audience=Audience.PUBLIC, section="search", **kwargs)
