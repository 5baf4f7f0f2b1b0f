"""Owns the order of the lesson, the statement of each step and what shows that it was seen; its words are beside it."""

from __future__ import annotations

from ksqltui.session.lesson.english import ENGLISH
from ksqltui.session.lesson.russian import RUSSIAN
from ksqltui.session.lesson.step import LessonStep, Sign
from ksqltui.speech.language import Language

_STREAM = """\
CREATE STREAM payments (name VARCHAR, amount INTEGER)
  WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"""

_REFUSAL = """\
SELECT name, SUM(amount) AS total
  FROM payments GROUP BY name;"""

_PUSH = """\
SELECT ROWPARTITION, ROWOFFSET, *
  FROM payments EMIT CHANGES;"""

_GROUPS = """\
SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments GROUP BY name EMIT CHANGES;"""

_WINDOWS = """\
SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name"""

_TABLE = """\
CREATE TABLE payments_aggr WITH (VALUE_FORMAT='json', KEY_FORMAT='kafka') AS
  SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;"""


def _step(id: str, statement: str, *look_for: Sign) -> LessonStep:
    return LessonStep(id, statement, look_for, {Language.ENGLISH: ENGLISH[id], Language.RUSSIAN: RUSSIAN[id]})


STEPS: tuple[LessonStep, ...] = (
    _step("cluster", "", Sign.SERVER_ANSWERS, Sign.PAYMENTS_TOPIC),
    _step("stream", _STREAM, Sign.STREAM_CREATED),
    _step("pull", "SELECT * FROM payments;", Sign.PULL_HAD_ROWS, Sign.PULL_ENDED),
    _step("filter", "SELECT * FROM payments WHERE amount > 900;", Sign.FILTERED_BY_AMOUNT, Sign.FILTERED_BY_NAME),
    _step("refusal", _REFUSAL, Sign.GROUP_BY_REFUSED),
    _step("push", _PUSH, Sign.PUSH_ROWS, Sign.PUSH_STOPPED, Sign.ONE_PARTITION),
    _step("groups", _GROUPS, Sign.GROUPS_SHOWN, Sign.GROUP_CHANGED),
    _step("windows", f"{_WINDOWS} EMIT CHANGES;", Sign.WINDOW_CHANGED, Sign.SEVERAL_WINDOWS),
    _step("final", f"{_WINDOWS} EMIT FINAL;", Sign.FINAL_PRINTED, Sign.FINAL_ONCE),
    _step("one-name", f"{_WINDOWS} HAVING name='Carol' EMIT FINAL;", Sign.NAME_IN_WINDOWS),
    _step("table", _TABLE, Sign.TABLE_CREATED, Sign.TABLE_QUERY_RUNS),
    _step("table-rows", "SELECT name, cnt, sum FROM payments_aggr EMIT CHANGES;", Sign.TABLE_ROWS, Sign.TOPIC_PRINTED),
)
