"""Owns which certificates a server is trusted by and which ones are shown to it; opens no connection."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

from ksqltui.model.secret import Secret

HTTP2 = "h2"
"""What TLS calls it."""


class TlsFileUnusable(ValueError):
    """A certificate or key that cannot be used; the message says which file, why and what to do."""


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """PEM files. `ca_file` replaces the system's authorities; `client_cert` may hold its key as well.

    `insecure` takes any certificate for any host name: whoever stands in between can read and change everything.
    """

    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    client_key_password: Secret | None = None
    insecure: bool = False


def tls_context(files: TlsFiles, *, http2: bool = False) -> ssl.SSLContext:
    """A context that checks the certificate and its host name, unless told not to. Raises TlsFileUnusable.

    With `http2` the server may choose it; without, it hears of HTTP/1.1 alone.
    """
    if files.ca_file is None:
        context = ssl.create_default_context()
    else:
        path = Path(files.ca_file).expanduser()
        _must_be_readable(path, "authorities' file")
        try:
            context = ssl.create_default_context(cafile=path)
        except (ssl.SSLError, ValueError):
            raise TlsFileUnusable(
                f"The authorities' file {path} holds no certificate in PEM form. {_conversion(path, '-nokeys')}"
            ) from None
    if files.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if files.client_cert is not None:
        _load_identity(context, files.client_cert, files.client_key, files.client_key_password)
    elif files.client_key is not None:
        raise TlsFileUnusable("A client key needs its certificate beside it: --client-cert FILE (client_cert).")
    context.set_alpn_protocols([HTTP2, "http/1.1"] if http2 else ["http/1.1"])
    return context


def _load_identity(context: ssl.SSLContext, cert: str, key: str | None, password: Secret | None) -> None:
    path = Path(cert).expanduser()
    key_path = path if key is None else Path(key).expanduser()
    _must_be_readable(path, "client certificate")
    _must_be_readable(key_path, "client key")
    asked = False

    def answer() -> str:
        # Without an answer of ours OpenSSL would ask on the terminal.
        nonlocal asked
        asked = True
        return "" if password is None else password.text

    try:
        context.load_cert_chain(path, key_path, answer)
    except (ssl.SSLError, ValueError) as error:
        raise TlsFileUnusable(_identity_words(path, key_path, error, asked, password)) from None


def _identity_words(path: Path, key_path: Path, error: Exception, asked: bool, password: Secret | None) -> str:
    if asked and not (password and password.text):
        return f"The client key {key_path} has a password. Give it in KSQLTUI_CLIENT_KEY_PASSWORD."
    if asked:
        return f"The password of the client key {key_path} is not the right one. See KSQLTUI_CLIENT_KEY_PASSWORD."
    if getattr(error, "reason", "") == "KEY_VALUES_MISMATCH":
        return f"The client key {key_path} does not belong to the certificate {path}. Name the pair."
    where = str(path) if key_path == path else f"{path} or {key_path}"
    return f"{where} holds no certificate with its key in PEM form. {_conversion(path, '-nodes')}"


def _must_be_readable(path: Path, what: str) -> None:
    try:
        with path.open("rb"):
            return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise TlsFileUnusable(f"The {what} {path} could not be read: {reason}. Check the path.") from None


def _conversion(path: Path, option: str) -> str:
    """The line that makes PEM of what the file may be; Java's own form needs keytool first."""
    pem = path.with_suffix(".pem")
    if path.suffix.lower() in (".jks", ".ks", ".keystore", ".truststore"):
        p12 = path.with_suffix(".p12")
        return (
            f"Convert it: keytool -importkeystore -srckeystore {path} -destkeystore {p12} -deststoretype PKCS12 "
            f"&& openssl pkcs12 -in {p12} {option} -out {pem}"
        )
    return f"A PKCS#12 file is converted by: openssl pkcs12 -in {path} {option} -out {pem}"
