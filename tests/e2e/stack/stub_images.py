"""Owns the stand-ins for the lesson's images: a few kilobytes that pass, fail or hang their health check on command."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path

import docker

LESSON_IMAGES = (
    "confluentinc/cp-zookeeper:7.6.0",
    "confluentinc/cp-kafka:7.6.0",
    "provectuslabs/kafka-ui:latest",
    "confluentinc/cp-ksqldb-server:7.6.1",
    "confluentinc/cp-ksqldb-cli:7.6.1",
)

# The lesson's health checks ask with nc, curl and wget: here all three are this, told by STUB_HEALTH, or by
# /stub/health while the container runs.
_CHECK = b"""#!/bin/sh
case "$(cat /stub/health 2>/dev/null || echo "$STUB_HEALTH")" in
fail) echo "the stub fails its check" >&2; exit 1;;
hang) sleep 1000;;
*) echo "Mode: follower";;
esac
"""
_MAIN = b"""#!/bin/sh
echo "[2026-11-22 21:14:55,118] INFO the stub starts"
echo "[2026-11-22 21:14:58,006] WARN the stub was slow \\033[31mto answer"
[ "$STUB_MAIN" = die ] && { echo "[2026-11-22 21:14:59,001] ERROR the stub gives up"; exit 3; }
trap 'exit 0' TERM
while sleep 1; do :; done
"""
_COMMANDS = ("cat", "echo", "false", "grep", "ls", "rm", "sleep", "test", "touch", "true")
_LIBRARIES = ("/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2")


def import_stub(client: docker.DockerClient, image: str, environment: Mapping[str, str] | None = None) -> None:
    """Makes the image, with these variables; an image of that name is replaced."""
    repository, tag = image.rsplit(":", 1)
    changes = ["ENV PATH=/bin", 'CMD ["/bin/main"]']
    changes += [f"ENV {name}={value}" for name, value in (environment or {}).items()]
    client.api.import_image_from_data(_root(), repository=repository, tag=tag, changes=changes)


def what_is_missing() -> str:
    """What of this machine the stand-ins are made of and that is not there."""
    needed = ("/bin/busybox", "/bin/dash", *_LIBRARIES)
    return ", ".join(path for path in needed if not Path(path).exists())


def stub_files() -> dict[str, bytes]:
    """The files of a stand-in by their paths in the image."""
    # dash and not busybox's own shell: that one runs its own nc, whatever stands on the PATH.
    files = {"bin/sh": Path("/bin/dash").read_bytes(), "bin/busybox": Path("/bin/busybox").read_bytes()}
    files |= {path.lstrip("/"): Path(path).read_bytes() for path in _LIBRARIES}
    return files | {"bin/nc": _CHECK, "bin/curl": _CHECK, "bin/wget": _CHECK, "bin/main": _MAIN}


def write_stub(archive: tarfile.TarFile, files: Mapping[str, bytes]) -> None:
    """Writes the files, the folders that a container needs, and busybox under its commands' names."""
    for folder in ("bin", "dev", "etc", "lib", "lib/x86_64-linux-gnu", "lib64", "proc", "stub", "sys", "tmp"):
        entry = tarfile.TarInfo(folder)
        entry.type, entry.mode = tarfile.DIRTYPE, 0o777
        archive.addfile(entry)
    for name, content in files.items():
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o755
        archive.addfile(entry, io.BytesIO(content))
    for name in _COMMANDS:
        entry = tarfile.TarInfo(f"bin/{name}")
        entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
        archive.addfile(entry)


def _root() -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        write_stub(archive, stub_files())
    return held.getvalue()
