"""Owns the small endpoints that tell about the server itself; knows no statement."""

from __future__ import annotations

from urllib.parse import unquote

import msgspec

from ksqltui.sandbox.errors import SandboxError
from ksqltui.sandbox.http.messages import Response
from ksqltui.sandbox.rest.errors import JSON_HEADER, error_body, error_response
from ksqltui.sandbox.rest.properties import is_editable
from ksqltui.sandbox.rest.state import CLUSTER_ID, SERVICE_ID, VERSION, ServerState


def json_response(value: object, status: int = 200) -> Response:
    return Response(status, (JSON_HEADER,), msgspec.json.encode(value))


def info() -> Response:
    return json_response(
        {
            "KsqlServerInfo": {
                "version": VERSION,
                "kafkaClusterId": CLUSTER_ID,
                "ksqlServiceId": SERVICE_ID,
                "serverStatus": "RUNNING",
            }
        }
    )


def health() -> Response:
    healthy = {"isHealthy": True}
    details = {"metastore": healthy, "kafka": healthy, "commandRunner": healthy}
    return json_response({"isHealthy": True, "details": details, "serverState": "READY"})


def metadata() -> Response:
    return json_response({"version": VERSION, "clusterId": _cluster_id()})


def metadata_id() -> Response:
    return json_response(_cluster_id())


def _cluster_id() -> dict[str, object]:
    return {"scope": {"path": [], "clusters": {"kafka-cluster": CLUSTER_ID, "ksql-cluster": SERVICE_ID}}, "id": ""}


def all_statuses(state: ServerState) -> Response:
    return json_response({"commandStatuses": {name: known.status for name, known in state.commands.items()}})


def status(state: ServerState, command_id: str) -> Response:
    """One command's; `command_id` is `type/entity/action` as it stands in the path."""
    known = state.commands.get(unquote(command_id))
    if known is None:
        return error_response(error_body(SandboxError("Command not found", 40400)))
    return json_response({"status": known.status, "message": known.message, "queryId": known.query_id})


def is_valid_property(name: str) -> Response:
    plain = unquote(name)
    if is_editable(plain):
        return json_response(True)
    message = f"One or more properties overrides set locally are prohibited by the KSQL server: [{plain}]"
    return error_response(error_body(SandboxError(message)))
