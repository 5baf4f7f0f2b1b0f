"""Owns three real Kafka brokers and their ZooKeeper, as in the lesson, on loopback; knows nothing of ksqltui."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
POM = HERE / "pom.xml"
START_SECONDS = 90.0
MAVEN_SECONDS = 600.0
SASL_USER = "student"
SASL_PASSWORD = "lesson-secret"
_FAST_JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


def missing_tool() -> str | None:
    """What this machine lacks for real brokers, in words; None where they can run."""
    for tool, package in (("java", "a Java runtime, 11 or newer"), ("mvn", "Maven")):
        if shutil.which(tool) is None:
            return f"real Kafka needs {package}: `{tool}` is not on the PATH"
    return None


def kafka_jars() -> str:
    """The class path of Kafka 3.6; Maven fetches the jars once and they stay outside the repository.

    Raises CalledProcessError where Maven cannot.
    """
    cache = Path(os.environ.get("KSQLTUI_E2E_CACHE", Path.home() / ".cache" / "ksqltui-e2e"))
    wanted = cache / sha256(POM.read_bytes()).hexdigest()[:12]
    if not wanted.is_dir():
        fetching = cache / f"fetching-{os.getpid()}"
        subprocess.run(
            ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={fetching}"],
            check=True,
            timeout=MAVEN_SECONDS,
        )
        try:
            fetching.rename(wanted)
        except OSError:
            # Another run was first; its jars are the same.
            shutil.rmtree(fetching)
    return f"{wanted}/*"


def free_ports(count: int) -> list[int]:
    """Ports of loopback that nothing listens on now."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in held]
    finally:
        for each in held:
            each.close()


@dataclass
class Jvm:
    """One Java process whose output goes to a file."""

    arguments: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                ["java", *_FAST_JVM, *self.arguments], stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )

    def kill(self) -> None:
        """Ends it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None


@dataclass
class KafkaBroker:
    """One broker: `port` is for clients; the others show what clients meet elsewhere.

    `internal_port` advertises `kafkaN:1909N`, which no machine outside the lesson's network resolves; `sasl_port`
    wants a user, `tls_port` wants TLS.
    """

    id: int
    port: int
    internal_port: int
    sasl_port: int
    tls_port: int
    jvm: Jvm = field(repr=False)


class KafkaBrokers:
    """The cluster. Data lies in `folder`; `start` returns when all three brokers answer."""

    def __init__(self, folder: Path, class_path: str) -> None:
        ports = free_ports(13)
        self.folder = folder
        self.class_path = class_path
        self._zookeeper_port = ports.pop()
        self._zookeeper = self._zookeeper_jvm()
        self.brokers = {number: self._broker(number, [ports.pop() for _ in range(4)]) for number in (1, 2, 3)}

    @property
    def bootstrap(self) -> str:
        return ",".join(f"127.0.0.1:{broker.port}" for broker in self.brokers.values())

    def start(self) -> None:
        _make_key_store(self.folder / "keys.p12")
        self._zookeeper.start()
        self._await_port(self._zookeeper_port, self._zookeeper)
        for broker in self.brokers.values():
            broker.jvm.start()
        for broker in self.brokers.values():
            self._await_port(broker.port, broker.jvm)

    def stop(self) -> None:
        for broker in self.brokers.values():
            broker.jvm.kill()
        self._zookeeper.kill()

    def kill(self, broker: int) -> None:
        self.brokers[broker].jvm.kill()

    def restart(self, broker: int) -> None:
        """Starts a broker that was killed, on the same port and with the same data."""
        again = self.brokers[broker]
        again.jvm.start()
        self._await_port(again.port, again.jvm)

    def tool(self, name: str, *arguments: str, standard_input: str = "") -> str:
        """Runs one of Kafka's own tools (kafka.admin.TopicCommand) and gives what it wrote.

        Raises AssertionError with its whole output where it failed.
        """
        done = subprocess.run(
            ["java", *_FAST_JVM, "-Xmx128m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", self.class_path,
             name, *arguments],
            input=standard_input, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{name} {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def topics_tool(self, *arguments: str) -> str:
        return self.tool("kafka.admin.TopicCommand", "--bootstrap-server", self.bootstrap, *arguments)

    def configs_tool(self, *arguments: str) -> str:
        return self.tool("kafka.admin.ConfigCommand", "--bootstrap-server", self.bootstrap, *arguments)

    def groups_tool(self, *arguments: str) -> str:
        # Its own 5 s are too few for a JVM that starts on a loaded machine.
        patient = ("--timeout", "60000")
        return self.tool("kafka.admin.ConsumerGroupCommand", "--bootstrap-server", self.bootstrap, *patient, *arguments)

    def _zookeeper_jvm(self) -> Jvm:
        settings = self.folder / "zookeeper.cfg"
        settings.write_text(
            f"tickTime=1000\ndataDir={self.folder}/zookeeper\nclientPort={self._zookeeper_port}\n"
            "clientPortAddress=127.0.0.1\nadmin.enableServer=false\nmaxClientCnxns=0\n"
        )
        return self._jvm("zookeeper", "-Xmx128m", "org.apache.zookeeper.server.quorum.QuorumPeerMain", settings)

    def _broker(self, number: int, ports: list[int]) -> KafkaBroker:
        plain, internal, sasl, tls = ports
        login = (
            "org.apache.kafka.common.security.plain.PlainLoginModule required "
            f'username="{SASL_USER}" password="{SASL_PASSWORD}" user_{SASL_USER}="{SASL_PASSWORD}";'
        )
        values = {
            "broker.id": number,
            "broker.rack": f"rack-{number}",
            "zookeeper.connect": f"127.0.0.1:{self._zookeeper_port}",
            "zookeeper.session.timeout.ms": 4000,
            "log.dirs": self.folder / f"broker-{number}",
            "listeners": f"EXTERNAL://127.0.0.1:{plain},INTERNAL://127.0.0.1:{internal},"
            f"SASL://127.0.0.1:{sasl},TLS://127.0.0.1:{tls}",
            "advertised.listeners": f"EXTERNAL://127.0.0.1:{plain},INTERNAL://kafka{number}.invalid:1909{number},"
            f"SASL://127.0.0.1:{sasl},TLS://127.0.0.1:{tls}",
            "listener.security.protocol.map": "EXTERNAL:PLAINTEXT,INTERNAL:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL",
            "inter.broker.listener.name": "EXTERNAL",
            "listener.name.sasl.sasl.enabled.mechanisms": "PLAIN",
            "listener.name.sasl.plain.sasl.jaas.config": login,
            "listener.name.tls.ssl.keystore.location": self.folder / "keys.p12",
            "listener.name.tls.ssl.keystore.type": "PKCS12",
            "listener.name.tls.ssl.keystore.password": SASL_PASSWORD,
            "authorizer.class.name": "kafka.security.authorizer.AclAuthorizer",
            "allow.everyone.if.no.acl.found": "true",
            "auto.create.topics.enable": "true",
            "num.partitions": 1,
            "default.replication.factor": 1,
            "offsets.topic.replication.factor": 3,
            "offsets.topic.num.partitions": 6,
            "transaction.state.log.num.partitions": 2,
            "group.initial.rebalance.delay.ms": 0,
            # Messages of the tests have times that are long past.
            "log.retention.ms": -1,
            "num.network.threads": 2,
            "num.io.threads": 4,
            "background.threads": 2,
            "log.cleaner.threads": 1,
            "log.cleaner.dedupe.buffer.size": 4000000,
        }
        settings = self.folder / f"broker-{number}.properties"
        settings.write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        jvm = self._jvm(f"broker-{number}", "-Xmx320m", "kafka.Kafka", settings)
        return KafkaBroker(number, plain, internal, sasl, tls, jvm)

    def _jvm(self, name: str, memory: str, main: str, settings: Path) -> Jvm:
        arguments = [memory, "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", self.class_path, main]
        return Jvm([*arguments, str(settings)], self.folder / f"{name}.log")

    def _await_port(self, port: int, jvm: Jvm) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and not jvm.has_ended():
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"{jvm.log.name} did not come up:\n{jvm.log.read_text('utf-8', 'replace')[-4000:]}")


def _make_key_store(path: Path) -> None:
    if path.exists():
        return
    subprocess.run(
        ["keytool", "-genkeypair", "-alias", "broker", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2",
         "-dname", "CN=localhost", "-ext", "SAN=ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", str(path),
         "-storepass", SASL_PASSWORD, "-keypass", SASL_PASSWORD],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
