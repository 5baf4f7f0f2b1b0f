"""What the fields of the messages browser mean, and what the form of a message makes of its texts."""

from __future__ import annotations

import pytest

from ksqltui.model.cluster import Config, ConfigSource, Partition, Topic
from ksqltui.model.messages import MessageFilter, Reading
from ksqltui.model.positions import LATEST, Anchor, Position
from ksqltui.model.sending import Acks, Delivery, Outgoing
from ksqltui.session.message_browser import KEPT
from ksqltui.tui.screens.messages_wish import wish_of
from ksqltui.tui.widgets.sending_lines import delivery_line, outgoing, standing_lines
from ksqltui.tui.widgets.words import Line

NOTHING = {"from": "newest 100", "partitions": "", "key": "", "value": "", "fields": ""}
EMPTY = {"key": "", "value": "", "partition": "", "headers": ""}


def text(lines: list[Line] | Line) -> str:
    words = [word for line in lines for word in (line if isinstance(line, tuple) else (line,))]
    return "".join(word.text for word in words)


@pytest.mark.parametrize(
    ("written", "reading", "limit"),
    [
        ("newest 100", Reading("t", newest=100), None),
        ("newest", Reading("t", newest=100), None),
        ("newest 999999", Reading("t", newest=2_000), None),
        ("live", Reading("t", LATEST, follow=True), None),
        ("EARLIEST", Reading("t"), KEPT),
        ("42", Reading("t", Position(Anchor.OFFSET, 42)), KEPT),
        ("2026-11-22T10:00:00Z", Reading("t", Position(Anchor.TIME, 1_795_341_600_000)), KEPT),
    ],
)
def test_from_names_the_newest_the_end_or_a_place(written: str, reading: Reading, limit: int | None) -> None:
    wish = wish_of("t", {**NOTHING, "from": written})
    assert (wish.reading, wish.limit) == (reading, limit)


def test_fields_are_paths_whose_values_may_have_spaces() -> None:
    wish = wish_of("t", {**NOTHING, "partitions": "0, 2", "fields": "$.name=Bob Smith, $.items[0].n=5", "key": "k"})
    assert wish.reading.partitions == (0, 2)
    assert wish.passing == MessageFilter("k", "", {"$.name": "Bob Smith", "$.items[0].n": "5"})


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("from", "newest -1", "is no place"),
        ("from", "", "is no place"),
        ("from", "2026-13-99", "is no position"),
        ("partitions", "a", "Partitions are numbers"),
        ("fields", "name=Bob", "is no field"),
        ("fields", "$.name", "is no field"),
        ("fields", "$.a..b=1", "is no JSON path"),
    ],
)
def test_a_field_that_says_nothing_is_told_in_words(field: str, written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wish_of("t", {**NOTHING, field: written})


def test_empty_fields_of_a_message_are_null_and_headers_are_pairs() -> None:
    assert outgoing("t", EMPTY) == Outgoing("t", None)
    texts = {"key": "k", "value": "v ", "partition": "2", "headers": "a=1 b=x=y"}
    assert outgoing("t", texts) == Outgoing("t", b"v ", b"k", 2, (("a", b"1"), ("b", b"x=y")))
    with pytest.raises(ValueError, match="A partition is a number"):
        outgoing("t", {**EMPTY, "partition": "-1"})
    with pytest.raises(ValueError, match="is no header"):
        outgoing("t", {**EMPTY, "headers": "a"})


def test_partitions_short_of_min_insync_replicas_are_named() -> None:
    topic = Topic("t", (Partition(0, 1, (1, 2, 3), (1, 3)), Partition(1, 3, (2, 3, 1), (3,))))
    configs = (Config("min.insync.replicas", "2", ConfigSource.TOPIC),)
    told = text(standing_lines(topic, configs))
    assert "acks all is refused in partition 1." in told
    assert "1 of 2" in told
    well = Topic("t", topic.partitions[:1])
    assert "Every partition has 2 in sync" in text(standing_lines(well, configs))


def test_a_report_has_the_brokers_own_error_and_acks_of_no_claims_nothing() -> None:
    refused = Delivery("t", seconds=2.65, error="NOT_ENOUGH_REPLICAS", problem="Broker: Not enough in-sync replicas")
    told = text(delivery_line(Acks.ALL, refused))
    assert "NOT_ENOUGH_REPLICAS after 2650 ms: Broker: Not enough in-sync replicas" in told
    assert "offset 7" in text(delivery_line(Acks.ONE, Delivery("t", 1, 7, 0.002)))
    assert "nobody said" in text(delivery_line(Acks.NO, Delivery("t", 1, 0, 0.001)))
