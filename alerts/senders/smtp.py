"""A sender that hands messages to an SMTP relay over one connection, encrypted unless told otherwise."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl

from alerts.errors import PermanentSendError, RelayError, TransientSendError

__all__ = ["SmtpSender"]


class SmtpSender:
    """Connects on the first message and again after a lost connection."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        mail_from: str,
        user: str = "",
        password: str = "",
        starttls: bool = True,
        timeout: float = 30.0,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self.host, self.port, self.mail_from = host, port, mail_from
        self.user, self.password = user, password
        self.starttls, self.timeout = starttls, timeout
        self.context = context or ssl.create_default_context()
        self._connection: smtplib.SMTP | None = None

    def send(self, *, recipient: str, message_id: str, message: bytes) -> None:
        """Hand one message over; it counts from the relay's 250 after DATA on."""
        del message_id
        connection = self._connected()
        try:
            connection.sendmail(self.mail_from, [recipient], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reply = next(iter(error.recipients.values()))
            raise self._refusal(code, reply, recipient) from error
        except smtplib.SMTPResponseException as error:
            raise self._refusal(error.smtp_code, error.smtp_error, recipient) from error
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self._drop()
            raise TransientSendError(f"the connection was lost: {_plain(error)}") from error

    def close(self) -> None:
        """Say goodbye, if anybody still listens."""
        if self._connection is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):  # every message is accounted for by now
                self._connection.quit()
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _refusal(self, code: int, reply: bytes | str, recipient: str) -> TransientSendError | PermanentSendError:
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        words = f"{code} {' '.join(text.split())}"
        words = re.sub(re.escape(recipient), "recipient", words, flags=re.IGNORECASE)  # replies are logged
        if code == 421 or code < 400:  # the relay closes the channel, or says what nobody asked
            self._drop()
        return PermanentSendError(words) if 500 <= code < 600 else TransientSendError(words)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None:
            return self._connection
        connection: smtplib.SMTP | None = None
        try:
            connection = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
            if self.starttls:
                connection.starttls(context=self.context)
            if self.user:
                connection.login(self.user, self.password)
        except smtplib.SMTPNotSupportedError as error:
            raise self._unusable(connection, "does not offer what is required (STARTTLS, AUTH)") from error
        except smtplib.SMTPAuthenticationError as error:
            raise self._unusable(connection, f"refused the login ({error.smtp_code})") from error
        except UnicodeError as error:  # its words would quote the password
            raise self._unusable(connection, "needs a host, user and password in ASCII") from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._unusable(connection, f"cannot be reached: {_plain(error)}") from error
        self._connection = connection
        return connection

    def _unusable(self, connection: smtplib.SMTP | None, why: str) -> RelayError:
        if connection is not None:
            connection.close()
        return RelayError(f"the relay {self.host}:{self.port} {why}")


def _plain(error: Exception) -> str:
    return " ".join(str(error).split()) or error.__class__.__name__
