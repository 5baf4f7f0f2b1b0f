"""How compose's progress lines, which repeat and come in any order, become the way up of each service."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.stack_progress import ProgressLine, StackProgress, Step, StepState, advice_for
from ksqltui.stack.compose_progress import progress_line


def progress(*services: str) -> StackProgress:
    made = StackProgress({f"p-{name}-1": name for name in services} | {f"{name}:1": name for name in services}, 0.0)
    made.expect(services)
    return made


def line(id: str, text: str, status: str = "Working") -> ProgressLine:
    return ProgressLine(id=id, status=status, text=text)


def states(made: StackProgress, service: str) -> list[StepState]:
    return [step.state for step in made.services[service].steps]


def test_a_service_goes_through_its_steps_with_their_times() -> None:
    made = progress("a")
    for now, each in enumerate(
        [
            line("Image a:1", "Pulling"),
            line("Image a:1", "Pulled", "Done"),
            line("Container p-a-1", "Creating"),
            line("Container p-a-1", "Creating"),
            line("Container p-a-1", "Created", "Done"),
            line("Container p-a-1", "Starting"),
            line("Container p-a-1", "Started", "Done"),
            line("Container p-a-1", "Waiting"),
            line("Container p-a-1", "Healthy", "Done"),
        ]
    ):
        made.note(each, float(now))

    assert states(made, "a") == [StepState.DONE] * 4
    assert [made.services["a"].step(step).seconds(99.0) for step in Step] == [1.0, 2.0, 1.0, 2.0]
    assert (made.up, made.share) == (1, 1.0)


def test_what_was_there_already_is_skipped() -> None:
    made = progress("a")
    made.note(line("Container p-a-1", "Running", "Done"), 1.0)

    assert states(made, "a") == [StepState.SKIPPED, StepState.SKIPPED, StepState.DONE, StepState.UNDER_WAY]


def test_an_error_stays_with_its_service_and_one_of_the_command_with_none() -> None:
    made = progress("a", "b")
    made.note(line("Container p-a-1", "Starting"), 1.0)
    made.note(ProgressLine("Container p-a-1", "Error", "Error", "dependency a failed to start"), 2.0)
    made.note(ProgressLine(error="port is already allocated"), 3.0)

    assert [each.service for each in made.failed] == ["a"]
    assert made.services["a"].note == "dependency a failed to start"
    assert made.errors == ["port is already allocated"]


LINES = st.builds(
    ProgressLine,
    id=st.sampled_from(["Container p-a-1", "Container p-b-1", "Network p_default", "Image a:1", ""]),
    status=st.sampled_from(["Working", "Done"]),
    text=st.sampled_from(
        ["Pulling", "Pulled", "Creating", "Created", "Starting", "Started", "Healthy", "Waiting", "?"]
    ),
)


@given(st.lists(LINES))
def test_lines_in_any_order_only_lead_on(lines: list[ProgressLine]) -> None:
    made, share = progress("a", "b"), 0.0
    for now, each in enumerate(lines):
        made.note(each, float(now))
        assert made.share >= share
        share = made.share
        for service in made.services.values():
            assert all((step.seconds(now) or 0.0) >= 0 for step in service.steps)


@given(st.binary())
def test_no_line_of_compose_cannot_be_read(line: bytes) -> None:
    assert isinstance(progress_line(line), ProgressLine)


def test_composes_lines_are_read_as_it_writes_them() -> None:
    # compose 5.6.0 on the nine services, and with an image that cannot be pulled.
    assert progress_line(b'{"id":"Container zoo1","status":"Done","text":"Started"}\n') == line(
        "Container zoo1", "Started", "Done"
    )
    assert progress_line(b'{"error":true,"message":"no such image"}').error == "no such image"
    assert progress_line(b"WARN[0000] old\n").text == "WARN[0000] old"


def test_the_usual_failures_have_advice() -> None:
    assert "disk" in advice_for("write /x: no space left on device")
    assert "docker login" in advice_for("toomanyrequests: You have reached your pull rate limit")
    assert "--project" in advice_for('Conflict. The container name "/zoo1" is already in use by container "ab"')
    assert advice_for("something new") == ""
