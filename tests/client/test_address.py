"""People may write a server's address in short, and a password in it never shows."""

from __future__ import annotations

import pytest

from ksqltui.model.address import normalise_url, parse_address


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://localhost:8088", "http://localhost:8088"),
        ("localhost:8088", "http://localhost:8088"),
        ("localhost", "http://localhost:8088"),
        ("  ksqldb-server:9000/ ", "http://ksqldb-server:9000"),
        ("http://localhost", "http://localhost:8088"),
        ("https://ksqldb.example.org", "https://ksqldb.example.org:443"),
        ("HTTPS://h:8443/ksql/", "https://h:8443/ksql"),
        ("[::1]:8088", "http://[::1]:8088"),
        ("ann:s3cret@h:1", "http://h:1"),
        ("müller.example", "http://xn--mller-kva.example:8088"),
    ],
)
def test_short_forms_become_a_full_url(text: str, url: str) -> None:
    assert normalise_url(text) == url
    assert normalise_url(url) == url


def test_user_and_password_move_out_of_the_url() -> None:
    address = parse_address("https://ann:p%40ss%3Aword@h:8088")
    assert (address.url, address.user, address.password) == ("https://h:8088", "ann", "p@ss:word")
    assert "p@ss" not in repr(address)
    assert parse_address("h").user is None


@pytest.mark.parametrize("text", ["", "http://", "ftp://h", "h:port", "h:99999", "my host", "h/?q=1", ":8088"])
def test_what_is_no_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"address"):
        normalise_url(text)


@pytest.mark.parametrize("text", ["ann:s3cret@h:port", "ann:s3/cret@h", "http://ann:s3cret@h:99999", "ann:s3cret@"])
def test_a_refusal_does_not_quote_the_password(text: str) -> None:
    with pytest.raises(ValueError, match=r"address") as refused:
        normalise_url(text)
    assert "s3" not in str(refused.value)
