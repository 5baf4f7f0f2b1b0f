"""Feeds damaged answers to the stream reader and its framing until its time is up; tells what broke, with its seed.

    python bench/fuzz_stream.py --seconds 600

Each round takes a recorded answer, or a made one, damages its bytes, cuts them at random places and reads them twice,
cut and whole. Nothing but the errors that the modules promise may be raised, readings without a failure must give the
same rows, and rows before the first damaged byte must not be lost.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection

from ksqltui.ksqldb.body_framing import BodyFraming
from ksqltui.ksqldb.content_encoding import Decompressor, EncodingBroken
from ksqltui.ksqldb.exchange import Outgoing
from ksqltui.ksqldb.http2_exchange import Http2Exchange
from ksqltui.ksqldb.print_reader import PrintReader
from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.stream import Lines, Rows

RECORDINGS = Path(__file__).resolve().parents[1] / "tests" / "recordings"
MADE = (
    b'[{"header":{"queryId":"q","schema":"`A` INTEGER, `B` DECIMAL(20, 4), `C` STRUCT<`D` ARRAY<STRING>>"}},\n'
    + b"".join(b'{"row":{"columns":[%d,%d.0001,{"D":["x","\xc3\xa9"]}]}},\n' % (n, n) for n in range(40))
    + b'{"row":{"columns":[1,null,null],"tombstone":true}},\n{"finalMessage":"Limit Reached"}]\n'
)
TOKENS = (
    b"\n",
    b'"',
    b"]",
    b"[",
    b"}",
    b"{",
    b",",
    b"\\",
    b"\x00",
    b"\xff",
    b"null",
    b"1e999",
    b'{"row":',
    b"]\n",
    b"\r\n",
)
FRAMING_HEADS = ([(b"transfer-encoding", b"chunked")], [(b"content-length", b"300")], [])


def bodies() -> list[bytes]:
    found = [MADE]
    for path in sorted(RECORDINGS.glob("*.json")):
        recording = json.loads(path.read_text("utf-8"))
        if recording["request"]["path"] in ("/query", "/query-stream"):
            found.append("".join(part["text"] for part in recording["response"]["chunks"]).encode())
    return found


def damaged(body: bytes, dice: random.Random) -> tuple[bytes, int]:
    """The body with some damage, and where the first of it is."""
    data, first = bytearray(body), len(body)
    for _ in range(dice.choice((0, 1, 1, 2, 5))):
        at = dice.randrange(len(data) + 1)
        first = min(first, at)
        match dice.randrange(5):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                data[at:at] = dice.choice(TOKENS)
            case 2:
                del data[at : at + dice.randrange(1, 60)]
            case 3:
                data[at:at] = dice.choice(TOKENS) * dice.choice((3, 20_000))
            case _:
                data[at:at] = data[max(0, at - dice.randrange(1, 80)) : at]
    return bytes(data), first


def pieces(data: bytes, dice: random.Random) -> list[bytes]:
    cuts = sorted(dice.randrange(len(data) + 1) for _ in range(dice.choice((0, 1, 3, 20))))
    return [data[a:b] for a, b in zip([0, *cuts], [*cuts, len(data)], strict=True)]


def read(reader: StreamReader | PrintReader, parts: list[bytes]) -> list[object]:
    seen: list[object] = []
    for events in [*(reader.feed(part) for part in parts), reader.finish()]:
        for event in events:
            if isinstance(event, Rows):
                seen.extend((tuple(row.values), row.tombstone) for row in event.rows)
            elif isinstance(event, Lines):
                seen.extend(event.lines)
    return seen


def check_reader(body: bytes, dice: random.Random) -> None:
    data, first = damaged(body, dice)
    make = StreamReader if body.lstrip().startswith(b"[") else PrintReader
    parts = pieces(data, dice)
    readers = make(), make()
    cut, whole = read(readers[0], parts), read(readers[1], [data])
    if all(reader.failure is None for reader in readers) and repr(cut) != repr(whole):
        raise AssertionError(f"cut and whole differ: {len(cut)} and {len(whole)} rows")
    before = body[: body.rfind(b"\n", 0, first) + 1]
    good = read(make(), [before])
    for found in (cut, whole):
        if repr(found[: len(good)]) != repr(good):
            raise AssertionError(f"{len(good)} rows before the damage, and not all of them came out")


def _http2(body: bytes, dice: random.Random) -> bytes:
    """The answer as an HTTP/2 server sends it."""
    exchange, server = Http2Exchange(), H2Connection(H2Configuration(client_side=False))
    exchange.begin(Outgoing("GET", "http", "host", "/", {}, b""))
    server.initiate_connection()
    server.receive_data(exchange.to_send())
    server.send_headers(1, [(":status", "200")])
    for part in pieces(body, dice):
        server.send_data(1, part[:16_384], pad_length=dice.choice((None, 3)))
    server.end_stream(1)
    return server.data_to_send()


def check_framing(body: bytes, dice: random.Random) -> None:
    head = dice.choice(FRAMING_HEADS)
    wire = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in pieces(body, dice) if part) + b"0\r\n\r\n"
    data, _ = damaged(wire, dice)
    framings = BodyFraming(200, head), BodyFraming(200, head)
    cut = b"".join(framings[0].feed(part) for part in pieces(data, dice))
    if cut != framings[1].feed(data) or framings[0].complete != framings[1].complete:
        raise AssertionError("the framing finds another body where the bytes come in pieces")
    framings[0].connection_ended()
    exchange = Http2Exchange()
    exchange.begin(Outgoing("GET", "http", "host", "/", {}, b""))
    for part in pieces(damaged(_http2(body, dice), dice)[0], dice):
        exchange.receive(part)
    inflate = Decompressor("gzip")
    try:
        for part in pieces(data, dice):
            inflate.feed(part)
    except EncodingBroken:
        pass


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, help="one round alone, to see it again")
    told = parser.parse_args()
    known, rounds, until = bodies(), 0, time.monotonic() + told.seconds
    seed = random.SystemRandom().randrange(1 << 48) if told.seed is None else told.seed
    while True:
        dice = random.Random(seed)
        body = dice.choice(known)
        try:
            check_reader(body, dice)
            check_framing(body, dice)
        except Exception:
            traceback.print_exc()
            sys.stderr.write(f"seed {seed}\n")
            return 1
        rounds += 1
        seed += 1
        if told.seed is not None or time.monotonic() > until:
            break
    sys.stdout.write(f"{rounds} rounds over {len(known)} answers, nothing broke\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
