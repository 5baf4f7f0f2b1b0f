"""Owns a Docker engine of the tests' own, started and killed by them, and the compose that is built for it."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import docker

COMPOSE_VERSION = "5.6.0"
START_SECONDS = 60


class EngineProcess:
    """A dockerd with its own data, socket and containers; nothing of a real engine is touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.host = f"unix://{folder}/docker.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        command = ["dockerd", "--data-root", f"{self.folder}/data", "--exec-root", f"{self.folder}/exec"]
        command += ["-p", f"{self.folder}/dockerd.pid", "-H", self.host]
        with (self.folder / "dockerd.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError((self.folder / "dockerd.log").read_text("utf-8", "replace")[-2_000:])
            self._wait_a_little()
        self.client().close()

    def client(self) -> docker.DockerClient:
        client = docker.DockerClient(base_url=self.host, timeout=START_SECONDS, version="auto")
        client.ping()
        return client

    def kill(self) -> None:
        """Ends it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            # Its containerd dies with it and may stay as a zombie, which a new engine would take for a living one.
            for left in ("dockerd.pid", "exec/containerd/containerd.pid"):
                (self.folder / left).unlink(missing_ok=True)

    def stop(self) -> None:
        """Ends it and its containers."""
        if self._process is None or self._process.poll() is not None:
            return
        client = self.client()
        for container in client.containers.list(all=True):
            container.remove(force=True)
        client.close()
        self._process.terminate()
        self._process.wait(30)
        # What an engine that was killed has left behind.
        subprocess.run(["pkill", "-9", "-f", str(self.folder)], check=False)

    def _answers(self) -> bool:
        """By hand and not by the SDK, which leaves its socket open where nothing listens."""
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(START_SECONDS)
            try:
                asked.connect(f"{self.folder}/docker.sock")
                asked.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
                return b"200" in asked.recv(64)
            except OSError:
                return False

    def _wait_a_little(self) -> None:
        assert self._process is not None
        try:
            self._process.wait(0.2)
        except subprocess.TimeoutExpired:
            return


def why_no_engine() -> str:
    """Why no engine can be started here; empty where one can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "starting a Docker engine needs root"
    if shutil.which("dockerd", path=search_path()) is None:
        return "there is no dockerd (Debian's package docker.io)"
    return ""


def why_no_compose() -> str:
    """Why compose cannot be built here; empty where it can."""
    return "" if shutil.which("go") else "there is no Go to build compose with"


def search_path() -> str:
    """The PATH with the folders of root's commands, which a test runner's may lack."""
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def build_compose() -> Path:
    """The folder that holds a docker-compose of COMPOSE_VERSION, built once a machine."""
    folder = Path.home() / ".cache" / "ksqltui-e2e" / f"compose-{COMPOSE_VERSION}"
    folder.mkdir(parents=True, exist_ok=True)
    module = Path(__file__).resolve().parent.parent / "compose"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "docker-compose").exists():
            with tempfile.TemporaryDirectory(dir=folder) as build:
                made = Path(build) / "docker-compose"
                flag = f"-X github.com/docker/compose/v5/internal.Version={COMPOSE_VERSION}"
                command = ["go", "build", "-ldflags", flag, "-o", str(made), "github.com/docker/compose/v5/cmd"]
                subprocess.run(command, cwd=module, check=True, capture_output=True, timeout=900)
                made.rename(folder / "docker-compose")
    return folder
