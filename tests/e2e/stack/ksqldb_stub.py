"""Owns a stand-in for the ksqlDB server's image that answers: this Python with the sandbox in it, on port 8088."""

from __future__ import annotations

import io
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import docker
import msgspec
from tests.e2e.stack.stub_images import stub_files, write_stub

import ksqltui

IMAGE = "confluentinc/cp-ksqldb-server:7.6.1"
PACKAGES = ("h11", "h2", "hpack", "hyperframe", "msgspec", "typing_extensions.py")
"""What the sandbox needs beside the standard library."""
NOT_NEEDED = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "site-packages", "__pycache__")
SITE = "stub/site"
_SERVE = b"""
import asyncio, signal
from ksqltui.sandbox.serve import SandboxOptions, serving

async def main():
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with serving(SandboxOptions(port=8088, seed=7, host="0.0.0.0")):
        print("[2026-11-22 21:15:02,402] INFO Server up and running (io.confluent.ksql.rest.server)", flush=True)
        await ended.wait()

asyncio.run(main())
"""


def import_ksqldb_stub(client: docker.DockerClient) -> None:
    """Makes the image under the lesson's name; one of that name is replaced."""
    home = Path(sys.base_prefix)
    interpreter = home / "bin" / f"python{sysconfig.get_python_version()}"
    main = f"#!/bin/sh\necho '[2026-11-22 21:14:55,118] INFO the stub starts'\nexec {interpreter} -u /stub/serve.py\n"
    libraries = sorted({str(interpreter.parent.parent / "lib"), *(str(path.parent) for path in _shared(home))})
    environment = {
        "PYTHONHOME": str(home),
        "PYTHONPATH": f"/{SITE}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LD_LIBRARY_PATH": ":".join(libraries),
    }
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        write_stub(archive, stub_files() | {"bin/main": main.encode(), "stub/serve.py": _SERVE})
        for path, name in _python(home, interpreter):
            archive.add(path, name.lstrip("/"), recursive=False)
    repository, tag = IMAGE.rsplit(":", 1)
    changes = ["ENV PATH=/bin", 'CMD ["/bin/main"]', *(f"ENV {name}={value}" for name, value in environment.items())]
    client.api.import_image_from_data(held.getvalue(), repository=repository, tag=tag, changes=changes)


def _python(home: Path, interpreter: Path) -> Iterator[tuple[Path, str]]:
    """Each file and its place in the image."""
    yield interpreter, str(interpreter)
    for library in _shared(home):
        yield library.resolve(), str(library)
    for path in _files(Path(sysconfig.get_path("stdlib", vars={"base": str(home), "installed_base": str(home)}))):
        yield path, str(path)
    site = Path(msgspec.__file__).parent.parent
    for name in PACKAGES:
        for path in _files(site / name):
            yield path, f"{SITE}/{path.relative_to(site)}"
    package = Path(ksqltui.__file__).parent
    for path in _files(package):
        yield path, f"{SITE}/ksqltui/{path.relative_to(package)}"


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    unneeded = set(NOT_NEEDED)
    return [path for path in place.rglob("*") if path.is_file() and not unneeded & set(path.relative_to(place).parts)]


def _shared(home: Path) -> set[Path]:
    """The shared libraries that the interpreter and its modules are linked with, beside those that every stub has."""
    modules = [*home.glob("lib/python3.*/lib-dynload/*.so"), *Path(msgspec.__file__).parent.glob("*.so")]
    interpreter = home / "bin" / f"python{sysconfig.get_python_version()}"
    told = subprocess.run(["ldd", interpreter, *modules], check=True, capture_output=True, text=True, timeout=60).stdout
    found = {Path(line.split("=>")[1].split()[0]) for line in told.splitlines() if "=> /" in line}
    return {path for path in found if path.name != "libc.so.6"}
