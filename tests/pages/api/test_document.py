"""The OpenAPI document, and the API asked what the document promises, in many ways."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.openapi.checks import UndefinedStatusCode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from panel_portal.pages.api.document import KINDS, openapi
from panel_portal.wsgi import application
from tests import factories

pytestmark = pytest.mark.django_db

ASKED = openapi()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
schema = schemathesis.openapi.from_dict(ASKED)
schema.app = application


@pytest.fixture(autouse=True)
def _connection_stays():
    """As in Django's own test client, which connects them again: the end of a request does not end the test's
    transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def on_record(for_module):
    """Something of every kind, and something withdrawn."""
    meeting = factories.held_meeting_with_minutes(items=2, limbs=2)
    factories.published_paper(meeting.agenda_items.in_order().first())
    factories.published_member()
    factories.withdrawn(factories.published_action())
    factories.published_action()
    factories.QuestionTopicFactory(question=factories.answered_question())
    factories.published_report(requests=1)
    factories.responded_inspection()
    factories.published_decision()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_is_one_that_the_document_describes(on_record, case):
    case.call_and_validate(checks=CHECKS)


def test_document_describes_every_list_and_record_in_words():
    assert ASKED["openapi"].startswith("3.1")
    assert set(ASKED["paths"]) == {f"/api/v1/{kind.name}/{key}" for kind in KINDS for key in ("", "{key}/")}
    assert ASKED["info"]["license"]["name"] == "Open Government Licence v3.0"
    assert ASKED["info"]["contact"]["email"]
    for path, methods in ASKED["paths"].items():
        assert list(methods) == ["get"], path
        assert methods["get"]["description"], path
        assert {"200", "304", "400"} <= {str(code) for code in methods["get"]["responses"]}, path
        assert all(one.get("description") for one in methods["get"]["parameters"]), path


def test_document_is_given_as_it_is():
    answer = Client().get("/api/v1/openapi.json")
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["paths"].keys() == ASKED["paths"].keys()


def test_answer_that_is_not_described_would_be_found(on_record):
    """The test above is worth nothing unless it can fail: take one answer out of the document."""
    poorer = openapi()
    responses = poorer["paths"]["/api/v1/decisions/{key}/"]["get"]["responses"]
    for code in list(responses):
        if str(code) == "404":
            del responses[code]
    described = schemathesis.openapi.from_dict(poorer)
    described.app = application
    case = described["/api/v1/decisions/{key}/"]["GET"].Case(path_parameters={"key": "none"})
    answer = case.call()
    assert answer.status_code == 404
    with pytest.raises(FailureGroup) as found:
        case.validate_response(answer, checks=CHECKS)
    assert [type(one) for one in found.value.exceptions] == [UndefinedStatusCode]


def test_top_of_the_api_leads_to_every_list_and_to_the_document():
    answer = Client().get("/api/v1/")
    assert answer.status_code == 200
    told = answer.json()
    assert set(told) == {"openapi", "about", *(kind.name for kind in KINDS)}
    assert {Client().get(address).status_code for address in told.values()} == {200}
    assert Client().get("/api/v1/", {"modified_since": "2026-01-01"}).status_code == 400
