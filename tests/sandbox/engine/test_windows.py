"""Windows as a client sees them: grace, lateness and EMIT FINAL, by clock time and by stream time."""

from __future__ import annotations

from typing import Any

TEN_SECONDS = "WINDOW TUMBLING(SIZE 10 SECONDS)"
FINAL = f"SELECT WINDOWSTART AS ws, name, COUNT(*) AS cnt FROM payments {TEN_SECONDS} GROUP BY name EMIT FINAL;"
START = 1_728_573_110_000
EVERY_CHANGE = {"cache_max_bytes_buffering": "0"}


async def pay(lab: Any, name: str, offset_ms: int) -> None:
    """A payment `offset_ms` after the lesson's first window began, the clock going along."""
    lab.clock.advance(max(START + offset_ms - lab.clock.now_ms(), 0))
    await lab.produce("payments", {"name": name, "amount": 1}, timestamp=START + offset_ms)


async def test_emit_final_prints_a_window_when_a_later_record_reaches_its_task(payments: Any) -> None:
    client = await payments.read(FINAL)
    for moment in (0, 4000, 8000):
        await pay(payments, "Carol", moment)
    await payments.pass_time(60_000)
    assert client.take() == []

    await pay(payments, "Bob", 12_000)
    assert client.take() == []
    await pay(payments, "Trent", 13_000)

    assert client.take() == [(START, "Carol", 3)]


async def test_emit_final_prints_the_window_before_a_pause_of_the_producer(payments: Any) -> None:
    """Recording window-final-gap: a pause longer than a window loses nothing."""
    client = await payments.read(FINAL)
    await pay(payments, "Carol", 0)
    await pay(payments, "Carol", 12_000)
    await pay(payments, "Carol", 50_000)
    await pay(payments, "Carol", 62_000)

    assert client.rows == [(START, "Carol", 1), (START + 10_000, "Carol", 1), (START + 50_000, "Carol", 1)]


async def test_emit_final_over_history_prints_nothing_until_a_later_record(payments: Any) -> None:
    """The one attempt a second is spent on the first record; the live server is as silent."""
    for moment in range(0, 60_000, 5000):
        payments.engine.log.append("payments", None, b'{"name": "Carol", "amount": 1}', START + moment, (), 0)
    client = await payments.read(FINAL, auto_offset_reset="earliest")
    assert client.take() == []

    await pay(payments, "Carol", 61_000)

    assert client.take() == [(START + moment, "Carol", 2) for moment in range(0, 60_000, 10_000)]


async def test_emit_final_takes_no_late_record_but_emit_changes_does(payments: Any) -> None:
    final = await payments.read(FINAL)
    changes = await payments.read(FINAL.replace("FINAL", "CHANGES"), **EVERY_CHANGE)
    for moment in (0, 11_000, 5000, 22_000):
        await pay(payments, "Carol", moment)

    assert final.rows == [(START, "Carol", 1), (START + 10_000, "Carol", 1)]
    assert (START, "Carol", 2) in changes.rows


async def test_a_grace_period_lets_late_records_in(payments: Any) -> None:
    client = await payments.read(
        "SELECT WINDOWSTART AS ws, name, COUNT(*) AS cnt FROM payments "
        "WINDOW TUMBLING(SIZE 10 SECONDS, GRACE PERIOD 5 SECONDS) GROUP BY name EMIT FINAL;"
    )
    for moment in (0, 14_000, 9000, 16_000):
        await pay(payments, "Carol", moment)

    assert client.rows == [(START, "Carol", 2)]


async def test_hopping_windows_count_a_record_in_each(payments: Any) -> None:
    client = await payments.read(
        "SELECT WINDOWSTART AS ws, name, COUNT(*) AS cnt FROM payments "
        "WINDOW HOPPING(SIZE 10 SECONDS, ADVANCE BY 5 SECONDS) GROUP BY name EMIT CHANGES;",
        **EVERY_CHANGE,
    )

    await pay(payments, "Carol", 7000)

    assert client.rows == [(START, "Carol", 1), (START + 5000, "Carol", 1)]


async def test_sessions_that_meet_become_one(payments: Any) -> None:
    client = await payments.read(
        "SELECT WINDOWSTART AS ws, WINDOWEND AS we, name, COUNT(*) AS cnt FROM payments "
        "WINDOW SESSION(5 SECONDS) GROUP BY name EMIT CHANGES;",
        **EVERY_CHANGE,
    )
    for moment in (0, 8000, 4000):
        await pay(payments, "Carol", moment)

    assert client.rows[-1] == (START, START + 8000, "Carol", 3)
    assert ("deleted", START, START, "Carol", None) in client.rows


async def test_having_on_a_final_window_keeps_one_name(payments: Any) -> None:
    client = await payments.read(FINAL.replace(" EMIT", " HAVING name='Carol' EMIT"))
    for name, moment in (("Carol", 0), ("Trent", 1000), ("Carol", 11_000)):
        await pay(payments, name, moment)

    assert client.rows == [(START, "Carol", 1)]
