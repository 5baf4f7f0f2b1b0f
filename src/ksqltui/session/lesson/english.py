"""Owns the lesson's words in English, by the id of the step; knows no order and no signs."""

from __future__ import annotations

from collections.abc import Mapping

from ksqltui.session.lesson.step import StepWords

ENGLISH: Mapping[str, StepWords] = {
    "cluster": StepWords(
        title="The cluster",
        intro="Three brokers keep the messages, ksqlDB reads them with SQL, and a producer sends two payments a second "
        "to the topic `payments`.",
        todo="In the sandbox all of this is running already. On Docker, `ksqltui stack up` starts the nine "
        "containers and waits until ksqlDB answers; `ksqltui produce` in a second terminal sends the payments.",
        look_for=("the server answers: its version is in the top row", "the topic `payments` is there"),
        why_title="Why a topic first?",
        why="ksqlDB stores nothing of its own. What you query is always a Kafka topic; F2 shows which ones there are.",
    ),
    "stream": StepWords(
        title="Create the stream",
        intro="Kafka carries bytes. `CREATE STREAM` tells ksqlDB how to read them: two columns, written as JSON.",
        todo="Load the statement and run it. Run twice, it fails: the stream exists already, and nothing is lost.",
        look_for=("`PAYMENTS` is among the streams (F2 shows the panel)",),
        why_title="Why capitals?",
        why="Names that are not in quotes become upper case. The topic's name is text, so it stays as it is. "
        "`PARTITIONS` is for a topic that does not exist yet; one that does must have as many.",
    ),
    "pull": StepWords(
        title="A pull query",
        intro="A query without `EMIT` asks once: give me what has come so far. It reads the topic to its end and "
        "ends by itself.",
        todo="Load the statement, run it, and watch the word below the rows.",
        look_for=("rows with `NAME` and `AMOUNT`", "the query says finished, without being stopped"),
        why_title="Why no new rows?",
        why="Payments that come later are not in this answer. Run it again and the count is larger.",
    ),
    "filter": StepWords(
        title="Filter what you pull",
        intro="`WHERE` works on a stream as on a table: every payment is looked at, the matching ones are given.",
        todo="Run the statement for large amounts. Then the one above it, for Peggy alone.",
        look_for=("a filter on `amount` has run", "a filter on `name` has run"),
        why_title="Does the spelling count?",
        why="In values, yes: `'peggy'` finds nobody. In column names, no.",
    ),
    "refusal": StepWords(
        title="What a pull query refuses",
        intro="A sum over a stream never ends, so a question that is asked once cannot have it.",
        todo="Run the statement: it fails, and that is the point. Read what the server says.",
        look_for=("the server refuses `GROUP BY` in a pull query",),
        why_title="What now?",
        why="F8 takes the offered fix and runs it: `EMIT CHANGES` makes a push query of it, and those can group.",
    ),
    "push": StepWords(
        title="A push query",
        intro="`EMIT CHANGES` turns the question round: tell me about each payment from now on. Such a query runs "
        "until you stop it.",
        todo="Run it and wait a few seconds. `ROWPARTITION` and `ROWOFFSET` say where in the topic each message lies. "
        "Esc stops the query; then try the next statement, which reads one partition.",
        look_for=(
            "new payments come by themselves",
            "you stopped the query",
            "one partition alone: `WHERE ROWPARTITION=1`",
        ),
        why_title="Why nothing old?",
        why="A push query begins at the latest message. F9 runs it from the beginning. "
        "Partitions are numbered from 0, so 1 is the second of three.",
    ),
    "groups": StepWords(
        title="Sums that grow",
        intro="A push query can group: for every name ksqlDB keeps a count and a sum, and sends the row again "
        "when they change.",
        todo="Run the statement and follow one name. The row stays where it is; its numbers change in place.",
        look_for=("one row for each name", "a row changed: `~×3` says that three versions have come"),
        why_title="Why in bursts?",
        why="ksqlDB collects changes and sends them with each commit, about every 2 s. Two payments of one name "
        "within that time come as one step. `SET 'cache.max.bytes.buffering'='0';` lets each one come alone.",
    ),
    "windows": StepWords(
        title="Windows",
        intro="A total since the beginning says little about now. `WINDOW TUMBLING (SIZE 10 SECONDS)` cuts time into "
        "pieces and counts each one on its own.",
        todo="Run the statement and choose one name. Its window comes several times, and each time that row "
        "is updated.",
        look_for=(
            "one row of one window was updated at least twice",
            "a later window began: they start at :00, :10, :20 …",
        ),
        why_title="Why more often than every 10 s?",
        why="`EMIT CHANGES` sends every change, without waiting for the window to end. `EMIT FINAL` waits: "
        "that is the next step.",
    ),
    "final": StepWords(
        title="Only the result of a window",
        intro="`EMIT FINAL` is silent while a window is open and sends each row once, when the window has closed.",
        todo="Run the statement and be patient: the first rows may need more than 10 s.",
        look_for=("the rows of a closed window came", "the next window's rows came, and none of them changed again"),
        why_title="What closes a window?",
        why="A later payment in the same partition, not the clock. When the producer stops, the last windows stay open "
        "and are never sent.",
    ),
    "one-name": StepWords(
        title="One name alone",
        intro="`HAVING` filters after counting, so it sees the finished groups.",
        todo="Run the statement. Each window that Carol paid in gives one line.",
        look_for=("Carol's rows from two windows",),
        why_title="Why is a window missing?",
        why="In those ten seconds Carol paid nothing: a group without payments does not exist.",
    ),
    "table": StepWords(
        title="A table that stays",
        intro="The queries so far ended with you. `CREATE TABLE … AS` leaves one running on the server and keeps its "
        "results in a topic.",
        todo="Run the statement, then look into the side panel (F2): a table, a query and a topic have come.",
        look_for=("the table `PAYMENTS_AGGR` is there", "the query that fills it is running"),
        why_title="Who runs it?",
        why="The server does, also when you have left. `SHOW QUERIES;` gives its id and `TERMINATE` ends it.",
    ),
    "table-rows": StepWords(
        title="Read the table",
        intro="A table can be followed as well: its rows come when a window closes.",
        todo="Run the statement. Then go to the end of the script and print the topic `PAYMENTS_AGGR`.",
        look_for=("rows of the table came", "`PRINT` showed the same results as messages of a topic"),
        why_title="Which window is a row of?",
        why="This statement does not say. The real key is the name and the window; F8 adds "
        "`WINDOWSTART` and `WINDOWEND`.",
    ),
}
