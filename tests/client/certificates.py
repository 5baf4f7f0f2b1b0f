"""Makes authorities and the certificates that they sign, fresh for each run of the tests."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Identity:
    """A certificate and its key, as PEM files."""

    cert: Path
    key: Path


class Authority:
    """Signs certificates; its own is `path`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = _builder(self._name, self._name, self._key.public_key(), valid_until=datetime.now(UTC) + DAY)
        certificate = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
            self._key, hashes.SHA256()
        )
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def signs(self, *hosts: str, expired: bool = False, password: bytes = b"") -> Identity:
        """A certificate for hosts and addresses, with its key in a file of its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
        until = datetime.now(UTC) + (-DAY if expired else DAY)
        builder = _builder(subject, self._name, key.public_key(), valid_until=until)
        names = x509.SubjectAlternativeName([_alternative(host) for host in hosts])
        certificate = builder.add_extension(names, critical=False).sign(self._key, hashes.SHA256())
        stem = f"{hosts[0]}{'-expired' if expired else ''}{'-locked' if password else ''}"
        cert_path, key_path = self._folder / f"{stem}.pem", self._folder / f"{stem}.key"
        lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        cert_path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock))
        return Identity(cert_path, key_path)


def server_context(identity: Identity, *, clients_of: Authority | None = None) -> ssl.SSLContext:
    """TLS of a server; with `clients_of` it wants a certificate that this authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity.cert, identity.key)
    if clients_of is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients_of.path)
    return context


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, valid_until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_until - 2 * DAY)
        .not_valid_after(valid_until)
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
