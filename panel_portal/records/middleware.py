"""Three small guards around every request."""

import pghistory
from django.http import JsonResponse
from django.shortcuts import render

from panel_portal.records import holidays


class RefuseNulCharacters:
    """PostgreSQL cannot hold a NUL character. In an address there is no field to say so at, so it is a 400."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": "An address cannot hold a NUL character."}, status=400)
            return render(request, "400.html", status=400)
        return self.get_response(request)


class WhoChangedIt:
    """Changes made while answering a form are told in the history with the person who sent it.

    pghistory's own middleware also stores the address of the request; addresses may carry tokens, so ours does not.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD", "OPTIONS"} or not request.user.is_authenticated:
            return self.get_response(request)
        with pghistory.context(user=request.user.pk):
            return self.get_response(request)


class KnowTheHolidays:
    """All that one request counts, it counts with the same bank holidays: those entered by hand are read before it,
    where they were last read more than a minute ago."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        holidays.reread_if_old()
        return self.get_response(request)
