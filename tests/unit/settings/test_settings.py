"""Who wins when a setting is given in several places, what may go to which server, and what never shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ksqltui.settings import Flags, Origin, Secret, SettingsError, default_path, read_file, resolve
from ksqltui.speech.language import Language
from ksqltui.speech.speech import speech_in

FILE = """
server = "http://from-file:8088"
user = "file-user"
password = "file-secret"
theme = "ksqltui-light"

[profiles.lab]
server = "lab.example:18088"
user = "student"
password = "lab-secret"
read_only = true
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(FILE, "utf-8")
    return file


def test_nothing_told_is_the_lesson_server(tmp_path: Path) -> None:
    settings = resolve(Flags(), {}, read_file(tmp_path / "absent.toml"))
    assert settings.server.value == "http://localhost:8088"
    assert settings.server.origin is Origin.DEFAULT
    assert settings.user.value is None
    assert settings.read_only.value is False


def test_each_place_outranks_the_next(path: Path) -> None:
    file = read_file(path)
    environment = {"KSQLTUI_THEME": "ksqltui-256"}
    assert resolve(Flags(theme="ksqltui-dark"), environment, file).theme.source == "--theme"
    assert resolve(Flags(), environment, file).theme.source == "KSQLTUI_THEME"
    from_file = resolve(Flags(), {}, file).theme
    assert (from_file.value, from_file.origin) == ("ksqltui-light", Origin.FILE)


def test_capitals_as_one_types_have_no_flag(path: Path) -> None:
    path.write_text(f"capitals = true\n{FILE}", "utf-8")
    told = resolve(Flags(), {}, read_file(path)).capitals
    assert (told.value, told.origin) == (True, Origin.FILE)
    assert resolve(Flags(), {"KSQLTUI_CAPITALS": "no"}, read_file(path)).capitals.value is False


@pytest.mark.parametrize(
    ("flags", "environment"), [(Flags(server="lab"), {}), (Flags(), {"KSQLTUI_SERVER": "lab"})], ids=["flag", "env"]
)
def test_a_profile_is_chosen_by_its_name(path: Path, flags: Flags, environment: dict[str, str]) -> None:
    settings = resolve(flags, environment, read_file(path))
    assert settings.server.value == "http://lab.example:18088"
    assert settings.server.origin is Origin.PROFILE
    assert settings.user.value == "student"
    assert settings.password.value == Secret("lab-secret")
    assert settings.read_only.value is True
    assert "profiles.lab" in settings.server.source


def test_a_password_of_the_file_goes_to_no_other_server(path: Path) -> None:
    settings = resolve(Flags(server="http://elsewhere:8088"), {}, read_file(path))
    assert settings.user.value is None
    assert settings.password.value is None


def test_credentials_of_the_environment_go_with_any_server(path: Path) -> None:
    environment = {"KSQLTUI_USER": "me", "KSQLTUI_PASSWORD": "mine"}
    settings = resolve(Flags(server="elsewhere:8088"), environment, read_file(path))
    assert settings.user.value == "me"
    assert settings.password.value == Secret("mine")


def test_credentials_in_an_address_are_taken_out_of_it(tmp_path: Path) -> None:
    settings = resolve(
        Flags(server="https://ann:pw%40@host:1"), {"KSQLTUI_USER": "other"}, read_file(tmp_path / "absent.toml")
    )
    assert settings.server.value == "https://host:1"
    assert settings.user.value == "ann"
    assert settings.password.value == Secret("pw@")


def test_secrets_do_not_show(path: Path) -> None:
    file = read_file(path)
    settings = resolve(Flags(server="lab", password=Secret("flag-secret")), {"KSQLTUI_PASSWORD": "env-secret"}, file)
    shown = f"{settings!r} {file!r} {settings.password.value}"
    assert "-secret" not in shown


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("serve = 'x'", "'serve'"),
        ("read_only = 'yes'", "true or false"),
        ("[profiles]\nlab = 3", "[profiles.lab]"),
        ("profiles = 3", "[profiles.NAME]"),
        ("server = [", "could not be read"),
    ],
)
def test_a_wrong_file_is_told_with_its_path(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as caught:
        read_file(path)
    assert named in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_wrong_server_in_the_environment_is_told_with_its_variable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KSQLTUI_SERVER"):
        resolve(Flags(), {"KSQLTUI_SERVER": "ftp://host"}, read_file(tmp_path / "absent.toml"))


@pytest.mark.parametrize("text", ["http://", "my host", "ftp://h", "h/?q=1", "ann:s3/cret@h"])
def test_a_wrong_server_can_be_told_in_another_language(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        resolve(Flags(), {"KSQLTUI_SERVER": text}, read_file(tmp_path / "none.toml"))
    said = speech_in(Language.RUSSIAN)(refused.value.args[0])
    assert re.search("[а-я]{4}", said)
    assert "(из KSQLTUI_SERVER)" in said
    assert "{" not in said


def test_no_color_counts_only_when_it_is_not_empty(path: Path) -> None:
    file = read_file(path)
    assert resolve(Flags(), {"NO_COLOR": "1"}, file).no_color.value is True
    assert resolve(Flags(), {"NO_COLOR": ""}, file).no_color.value is False


def test_the_file_can_be_put_elsewhere(tmp_path: Path) -> None:
    assert default_path({"KSQLTUI_CONFIG": str(tmp_path / "mine.toml")}) == tmp_path / "mine.toml"
    assert default_path({}).name == "config.toml"


def test_brokers_are_beside_ksqldb_unless_told(tmp_path: Path) -> None:
    file = read_file(tmp_path / "absent.toml")
    assert resolve(Flags(), {}, file).bootstrap.value == "localhost:9092"
    assert resolve(Flags(server="lab:8088"), {}, file).bootstrap.value == "lab:9092"
    told = resolve(Flags(bootstrap="a:1,b:2"), {"KSQLTUI_BOOTSTRAP": "c:3"}, file)
    assert (told.bootstrap.value, told.bootstrap.source) == ("a:1,b:2", "--bootstrap")
    path = tmp_path / "config.toml"
    path.write_text('[profiles.lab]\nserver = "lab:8088"\nbootstrap = "lab:9093"\ncommand_config = "sasl.properties"\n')
    lab = resolve(Flags(server="lab"), {}, read_file(path))
    assert (lab.bootstrap.value, lab.command_config.value) == ("lab:9093", "sasl.properties")


def test_the_language_has_a_flag_a_variable_and_a_setting(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('language = "ru"\n', "utf-8")
    file = read_file(path)
    assert resolve(Flags(), {}, file).language.value is Language.RUSSIAN
    from_environment = resolve(Flags(), {"KSQLTUI_LANG": "en"}, file).language
    assert (from_environment.value, from_environment.source) == (Language.ENGLISH, "KSQLTUI_LANG")
    from_flag = resolve(Flags(language="ru"), {"KSQLTUI_LANG": "en"}, file).language
    assert (from_flag.value, from_flag.source) == (Language.RUSSIAN, "--lang")


def test_the_locale_is_for_the_lesson_alone(tmp_path: Path) -> None:
    absent = read_file(tmp_path / "absent.toml")
    settings = resolve(Flags(), {"LANG": "ru_RU.UTF-8"}, absent)
    assert (settings.language.value, settings.lesson_language.value) == (Language.ENGLISH, Language.RUSSIAN)
    told = resolve(Flags(language="en"), {"LANG": "ru_RU.UTF-8"}, absent)
    assert told.lesson_language.value is Language.ENGLISH


def test_an_unknown_language_is_refused_where_it_was_told(tmp_path: Path) -> None:
    absent = read_file(tmp_path / "absent.toml")
    with pytest.raises(SettingsError, match=r"'de'.*en and ru.*KSQLTUI_LANG"):
        resolve(Flags(), {"KSQLTUI_LANG": "de"}, absent)


def test_what_signs_in_or_is_trusted_goes_to_no_other_server(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('server = "https://mine"\ntoken = "t0ken"\nca_file = "ca.pem"\ninsecure = true\nkeyring = true\n')
    file = read_file(path)
    mine = resolve(Flags(), {}, file)
    assert (mine.token.value, mine.ca_file.value, mine.insecure.value) == (Secret("t0ken"), "ca.pem", True)
    other = resolve(Flags(server="https://other"), {}, file)
    assert (other.token.value, other.ca_file.value, other.insecure.value) == (None, None, False)
    assert other.keyring.value is False
    told = resolve(Flags(server="https://other"), {"KSQLTUI_INSECURE": "yes", "KSQLTUI_TOKEN": "mine"}, file)
    assert (told.token.value, told.insecure.value, told.insecure.source) == (Secret("mine"), True, "KSQLTUI_INSECURE")
    assert "t0ken" not in f"{file!r} {mine!r}"


def test_several_servers_are_written_with_commas(tmp_path: Path) -> None:
    absent = read_file(tmp_path / "absent.toml")
    settings = resolve(Flags(server="https://one, ann:p%2Cw@two:8089,"), {}, absent)
    assert settings.server_urls == ("https://one:443", "http://two:8089")
    assert (settings.user.value, settings.password.value) == ("ann", Secret("p,w"))
    assert settings.bootstrap.value == "one:9092"
    with pytest.raises(SettingsError, match="ftp"):
        resolve(Flags(server="one,ftp://two"), {}, absent)
