"""Who vouches for a mail? A DKIM signature (RFC 6376) of the sending domain, where the relay does not add one."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from email.parser import BytesHeaderParser
from typing import Final

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from alerts.errors import SigningError
from alerts.message import FrozenMessage

__all__ = ["Signer", "load_signer"]

_LEAST_BITS: Final = 2048
"""RFC 8301, section 3.2: signers should use keys of at least 2,048 bits; verifiers ignore those below 1,024."""
_SIGNED: Final = (
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "reply-to",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "auto-submitted",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
)
_ONCE: Final = ("from", "to", "subject", "date", "reply-to", "list-unsubscribe", "list-unsubscribe-post")
"""Named once more than they stand, so that one that is added later breaks the signature (RFC 6376, section 8.15)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A domain, the name of its key in the DNS, and the key."""

    domain: str
    selector: str
    key: bytes = field(repr=False)
    """RSA in PKCS#1 PEM: what dkimpy reads."""
    public: str
    """Of the key, base64 of its SubjectPublicKeyInfo."""

    @property
    def record(self) -> tuple[str, str]:
        """Name and value of the TXT record by which everybody verifies (RFC 6376, section 3.6.1)."""
        return f"{self.selector}._domainkey.{self.domain}", f"v=DKIM1; k=rsa; p={self.public}"

    def sign(self, message: FrozenMessage) -> FrozenMessage:
        """The message with a signature over the whole body and all headers that somebody acts on.

        RFC 8058, section 4: both List-Unsubscribe headers are inside it. It is made once, when the message is frozen.
        """
        there = {name.lower() for name in BytesHeaderParser().parsebytes(message.content)}
        names = [name.encode() for name in (*(name for name in _SIGNED if name in there), *_ONCE)]
        line = dkim.sign(
            message.content,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
        return replace(message, content=line + message.content)


def load_signer(pem: str, *, domain: str, selector: str) -> Signer:
    """A signer with an RSA key in PEM (PKCS#1 or PKCS#8, without a password).

    :raises SigningError: saying what is wrong with the key; never a part of it.
    """
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningError(f"the key is no PEM private key without a password ({error.__class__.__name__})") from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < _LEAST_BITS:
        raise SigningError(f"the key is no RSA key of at least {_LEAST_BITS:,} bits")
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Signer(domain=domain, selector=selector, key=plain, public=base64.b64encode(public).decode())
