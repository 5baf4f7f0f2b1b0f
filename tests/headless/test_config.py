"""`ksqltui config` and `--show-config`: who gave each value, what cannot be used, and no secret anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ksqltui.cli import main

FILE = """
[profiles.lab]
server = "https://lab.example"
user = "ann"
password = "lab-secret"
read_only = true
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "place" / "config.toml"
    file.parent.mkdir()
    monkeypatch.setenv("KSQLTUI_CONFIG", str(file))
    return file


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[str | None, str, str]]:
    assert main([*arguments, "-o", "jsonl"]) == 0
    out = capsys.readouterr().out
    assert "-secret" not in out
    rows = [json.loads(line) for line in out.splitlines()]
    return {row["setting"]: (row["value"], row["origin"], row["source"]) for row in rows}


def test_every_value_has_its_origin(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path.write_text(FILE, "utf-8")
    monkeypatch.setenv("KSQLTUI_TOKEN", "t-secret")
    monkeypatch.setenv("HTTPS_PROXY", "http://me:p-secret@proxy:3128")
    for rows in (shown(capsys, "config", "show", "lab"), shown(capsys, "lab", "--show-config")):
        assert rows["server"] == ("https://lab.example:443", "profile", f"[profiles.lab] in {path}")
        assert rows["password"] == ("••••", "profile", f"[profiles.lab] in {path}")
        assert rows["token"] == ("••••", "environment", "KSQLTUI_TOKEN")
        assert rows["read_only"][0] == "true"
        assert rows["theme"] == (None, "default", "default")
        assert rows["proxy"][0] == "http://proxy:3128"
    told = shown(capsys, "lab", "--show-config", "--user", "bob", "--password", "f-secret")
    assert (told["user"], told["password"]) == (("bob", "flag", "--user"), ("••••", "flag", "--password"))


def test_validate_names_what_cannot_be_used(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "validate"]) == 0
    path.write_text(FILE + 'ca_file = "no-such.pem"\n[profiles.far]\nserver = "ftp://far"\n', "utf-8")
    path.chmod(0o644)
    capsys.readouterr()
    assert main(["config", "validate"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 3
    assert "[profiles.lab]" in told[0]
    assert "no-such.pem" in told[0]
    assert "[profiles.far]" in told[1]
    assert f"chmod 600 {path}" in told[2]
    path.write_text(FILE, "utf-8")
    path.chmod(0o600)
    assert main(["config", "validate"]) == 0
    assert "Profiles: lab" in capsys.readouterr().err


def test_init_writes_a_file_that_is_valid_and_never_over_another(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path.parent.rmdir()
    assert main(["config", "init"]) == 0
    written = path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert main(["config", "validate"]) == 0
    assert main(["config", "init"]) == 2
    assert "nothing was written" in capsys.readouterr().err
    # What it proposes must be right once the marks are taken away.
    path.write_text("\n".join(line.removeprefix("# ") for line in written.splitlines()[3:]), "utf-8")
    assert main(["config", "show", "lab", "-o", "csv"]) == 0
    assert "https://lab.example:8088" in capsys.readouterr().out


def test_pem_of_the_official_cli_is_taken_and_java_keystores_are_named(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pem, java, properties = tmp_path / "ca", tmp_path / "me.jks", tmp_path / "ksql.properties"
    pem.write_text("-----BEGIN CERTIFICATE-----\n", "utf-8")
    properties.write_text(
        f"ssl.truststore.location={pem}\nssl.keystore.location={java}\nssl.keystore.password=k-secret\n"
        "ssl.endpoint.identification.algorithm=\nauto.offset.reset=earliest\n",
        "utf-8",
    )
    assert main(["--config-file", str(properties), "--show-config", "-o", "jsonl"]) == 0
    done = capsys.readouterr()
    rows = {row["setting"]: row for row in map(json.loads, done.out.splitlines())}
    assert (rows["ca_file"]["value"], rows["ca_file"]["source"]) == (str(pem), f"--config-file {properties}")
    assert rows["client_cert"]["value"] is None
    assert f"keytool -importkeystore -srckeystore {java}" in done.err
    assert "--client-cert" in done.err
    assert "host name is checked" in done.err
    assert "k-secret" not in done.err + done.out
