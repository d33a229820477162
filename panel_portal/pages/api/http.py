"""What every answer of the API has, whatever it tells."""

import hashlib
import json
from collections.abc import Iterable
from functools import wraps

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

METHODS = ("GET", "HEAD", "OPTIONS")
# A page of any other site may read what is public, and ask with the ETag it has.
OPEN_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}


def refusal(status: int, words: str) -> HttpResponse:
    """An answer that says in words what is wrong."""
    response = HttpResponse(
        json.dumps({"detail": words}, ensure_ascii=False), content_type="application/json", status=status
    )
    for name, value in OPEN_TO_ALL.items():
        response.headers[name] = value
    return response


def not_there(request) -> HttpResponse:
    return refusal(404, "There is nothing at this address. /data/ says what there is.")


def not_a_parameter(request, known: Iterable[str]) -> str:
    """What is wrong with the names in the query, or "". A misspelt "modified_since" that was passed over would answer
    with everything, and nobody would notice."""
    unknown = [name for name in request.GET if name not in known]
    twice = [name for name in request.GET if len(request.GET.getlist(name)) > 1]
    if unknown:
        return f"There is no parameter “{unknown[0][:60]}” here. There are: {', '.join(sorted(known)) or 'none'}."
    return f"“{twice[0][:60]}” is given more than once." if twice else ""


def served(view, known: Iterable[str] = ()):
    """A view that answers GET and HEAD with an ETag (or 304), OPTIONS with what may be asked, and to pages of every
    site. It reads nothing of the sign-in, so that an answer is the same for everybody."""
    known = frozenset(known)

    @wraps(view)
    def answer(request, *args, **kwargs):
        if request.method == "OPTIONS":
            response = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = ", ".join(METHODS)
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
            response.headers["Allow"] = ", ".join(METHODS)
        elif request.method not in METHODS:
            response = refusal(405, "The API only reads: ask with GET.")
            response.headers["Allow"] = ", ".join(METHODS)
        elif words := not_a_parameter(request, known):
            response = refusal(400, words)
        else:
            # As Django's own views do, HEAD is answered as GET; whoever sends the answer leaves out its body.
            asked, request.method = request.method, "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
            if response.status_code == 200:
                etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
                response.headers.setdefault("ETag", etag)
                response.headers.setdefault("Cache-Control", "no-cache")
                response = get_conditional_response(request, etag=etag, response=response) or response
        for name, value in OPEN_TO_ALL.items():
            response.headers[name] = value
        return response

    # Nothing is changed by any request, and whoever posts is told so rather than asked for a token.
    answer.csrf_exempt = True
    return answer
