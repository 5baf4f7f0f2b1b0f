"""Owns what the official CLI's ssl.* properties mean here: PEM is taken, Java's keystores are named; sends nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ksqltui.model.secret import Secret

_TRUST, _IDENTITY = "ssl.truststore.", "ssl.keystore."
_HOST_CHECK = "ssl.endpoint.identification.algorithm"
_TAKEN = (
    f"{_TRUST}location",
    f"{_TRUST}type",
    f"{_TRUST}password",
    f"{_IDENTITY}location",
    f"{_IDENTITY}type",
    f"{_IDENTITY}password",
    "ssl.key.password",
    _HOST_CHECK,
)


@dataclass(frozen=True, slots=True)
class OfficialTls:
    """The settings that the properties amount to, and `notes` in words about those that amount to none."""

    ca_file: str | None = None
    client_cert: str | None = None
    client_key_password: Secret | None = None
    notes: tuple[str, ...] = ()


def official_tls(properties: Mapping[str, str]) -> OfficialTls:
    """Reads the ssl.* properties; looks into the files that they name to tell PEM from Java's own form."""
    notes: list[str] = []
    ca_file = _pem(properties, _TRUST, "-nokeys", "ca.pem", "--ca-file", notes)
    client_cert = _pem(properties, _IDENTITY, "-nodes", "me.pem", "--client-cert", notes)
    password = properties.get("ssl.key.password")
    if properties.get(_HOST_CHECK, "https").strip().lower() != "https":
        notes.append(f"{_HOST_CHECK}: the host name is checked all the same; --insecure turns every check off.")
    others = sorted(name for name in properties if name.startswith("ssl.") and name not in _TAKEN)
    if others:
        notes.append(f"{', '.join(others)}: not used. Certificates are files: --ca-file, --client-cert, --client-key.")
    return OfficialTls(
        ca_file,
        client_cert,
        Secret(password) if password is not None and client_cert is not None else None,
        tuple(notes),
    )


def _pem(properties: Mapping[str, str], prefix: str, option: str, pem: str, flag: str, notes: list[str]) -> str | None:
    location = properties.get(f"{prefix}location")
    if not location:
        return None
    told = properties.get(f"{prefix}type", "").strip().upper()
    if told == "PEM" or (not told and _is_pem(location)):
        return location
    store, kind = Path(location), told or "JKS"
    p12 = location if kind == "PKCS12" else str(store.with_suffix(".p12"))
    first = (
        ""
        if kind == "PKCS12"
        else f"keytool -importkeystore -srckeystore {location} -destkeystore {p12} -deststoretype PKCS12 && "
    )
    notes.append(
        f"{prefix}location: {location} is a {kind} keystore, and ksqltui reads PEM. "
        f"Convert it once: {first}openssl pkcs12 -in {p12} {option} -out {pem}; then give {flag} {pem}."
    )
    return None


def _is_pem(location: str) -> bool:
    try:
        with open(location, "rb") as file:
            return b"-----BEGIN " in file.read(1 << 14)
    except OSError:
        return location.lower().endswith((".pem", ".crt", ".cer"))
