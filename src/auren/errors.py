"""Every error a user of auren can meet.

    AurenError
    ├── InvalidInput                a value that cannot be used as given (also a ValueError)
    │   └── UnitMismatch            two quantities that must not be mixed
    ├── ConfigurationError
    │   ├── UnknownScheme           no adapter answers to this URL
    │   └── MissingExtra            an optional package is not installed
    ├── LifecycleError              used before it was opened, after it was closed, or across a fork or loop
    ├── GatewayError
    │   ├── GatewayTimeout          one endpoint did not answer in time            (retryable)
    │   ├── GatewayUnavailable      no endpoint can answer                         (retryable)
    │   ├── RateLimited             asked to wait                                  (retryable)
    │   ├── BudgetExceeded          the person's or plan's budget is used up
    │   ├── CircuitOpen             an endpoint is resting after failures          (retryable)
    │   ├── DeadlineExceeded        the request's one absolute deadline has passed
    │   ├── RequestRejected         the endpoint refused this request
    │   └── ProtocolError           the endpoint answered something that cannot be read
    ├── StoreError
    │   ├── StoreUnavailable        the store does not answer                      (retryable)
    │   ├── StoreCorrupted          the store holds something that cannot be read
    │   └── StoreConflict           somebody else wrote first                      (retryable)
    ├── SourceError                 a file, payload or service that cannot be read
    │   ├── MalformedRow            one row, with file, line and field
    │   ├── SourceUnavailable       a service does not answer                      (retryable)
    │   ├── SourceRateLimited       a service asks to wait                         (retryable)
    │   └── SourceUnauthorized      a service does not accept the token
    ├── RuleError                   a pattern rule that has no meaning
    ├── SpecialistError             a specialist that failed or broke its contract
    ├── SafetyError
    │   └── Blocked                 the safety room refused
    ├── ConsentError                the person has not allowed this
    └── ChannelError
        ├── ChannelUnavailable      the channel does not answer                    (retryable)
        ├── SignatureInvalid        a message that does not come from where it claims
        └── WindowClosed            the channel no longer accepts free text

A message names what was given, what was expected and what to do. It never carries personal data. Where a driver failed, the
cause is of the driver's own class, with its code and traceback but without its text, which can quote values; the error itself
is `cause.original`.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "AurenError",
    "Blocked",
    "BudgetExceeded",
    "ChannelError",
    "ChannelUnavailable",
    "CircuitOpen",
    "ConfigurationError",
    "ConsentError",
    "DeadlineExceeded",
    "GatewayError",
    "GatewayTimeout",
    "GatewayUnavailable",
    "InvalidInput",
    "LifecycleError",
    "MalformedRow",
    "MissingExtra",
    "ProtocolError",
    "RateLimited",
    "RequestRejected",
    "RuleError",
    "SafetyError",
    "SignatureInvalid",
    "SourceError",
    "SourceRateLimited",
    "SourceUnauthorized",
    "SourceUnavailable",
    "SpecialistError",
    "StoreConflict",
    "StoreCorrupted",
    "StoreError",
    "StoreUnavailable",
    "UnitMismatch",
    "UnknownScheme",
    "WindowClosed",
]


class AurenError(Exception):
    """Base of every error that auren raises on purpose."""

    retryable: ClassVar[bool] = False


class InvalidInput(AurenError, ValueError):
    """A value cannot be used as given."""


class UnitMismatch(InvalidInput):
    """Two quantities that must not be mixed were mixed."""


class ConfigurationError(AurenError):
    """Objects were put together in a way that cannot work."""


class UnknownScheme(ConfigurationError):
    """No adapter answers to a URL's scheme."""


class MissingExtra(ConfigurationError):
    """An optional package is not installed.

    Args:
        feature: what needs the package, as the user would name it.
        extra: the extra of auren that brings it.
    """

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f'{feature} needs packages that are not installed. Run: python -m pip install "auren[{extra}]"')
        self.extra = extra


class LifecycleError(AurenError):
    """A resource was used before it was opened, after it was closed, or across a fork or an event loop."""


class GatewayError(AurenError):
    """A language model could not be used.

    Attributes:
        partial: the text received before the failure; empty when nothing had arrived.
        unbilled: True when the endpoint surely charged nothing: it was not reached, or it refused with an error status.
        retried: True when retries have been decided on already, so that nobody above retries once more.
    """

    unbilled: bool = False
    retried: bool = False

    def __init__(self, message: str, *, partial: str = "") -> None:
        super().__init__(message)
        self.partial = partial


class GatewayTimeout(GatewayError):
    """One endpoint did not answer in time."""

    retryable = True


class GatewayUnavailable(GatewayError):
    """No endpoint can answer.

    Attributes:
        failures: one line for each endpoint that was tried.
    """

    retryable = True

    def __init__(self, message: str, *, partial: str = "", failures: tuple[str, ...] = ()) -> None:
        super().__init__(message, partial=partial)
        self.failures = failures


class RateLimited(GatewayError):
    """An endpoint or a limit asks to wait.

    Attributes:
        retry_after_s: seconds to wait, or None when it was not said.
        scope: whose rate it is: "person", "plan" or "model" for a limit of the gateway, empty for an endpoint's own.
    """

    retryable = True

    def __init__(self, message: str, *, partial: str = "", retry_after_s: float | None = None, scope: str = "") -> None:
        super().__init__(message, partial=partial)
        self.retry_after_s = retry_after_s
        self.scope = scope


class BudgetExceeded(GatewayError):
    """The budget of the person or plan does not cover this request."""


class CircuitOpen(GatewayError):
    """An endpoint is resting after failures.

    Attributes:
        retry_after_s: seconds until it may be tried again, or None when it was not said.
    """

    retryable = True

    def __init__(self, message: str, *, partial: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, partial=partial)
        self.retry_after_s = retry_after_s


class DeadlineExceeded(GatewayError):
    """The request's one absolute deadline has passed."""


class RequestRejected(GatewayError):
    """The endpoint refused this request; sending it again would not help."""


class ProtocolError(GatewayError):
    """The endpoint answered something that cannot be read."""


class StoreError(AurenError):
    """A store, journal, history or ledger could not do its work."""


class StoreUnavailable(StoreError):
    """The store does not answer."""

    retryable = True


class StoreCorrupted(StoreError):
    """The store holds something that cannot be read."""


class StoreConflict(StoreError):
    """Somebody else wrote first."""

    retryable = True


class SourceError(AurenError):
    """A file, a payload or a vendor's service cannot be read."""


class MalformedRow(SourceError):
    """One row of a file or payload cannot be read.

    Args:
        file: the file's name as the caller gave it.
        line: line number from 1, or the record's index from 1 in formats without lines; None when the whole file is meant.
        field: the field at fault; empty when the row as a whole is.
        reason: what was expected.
    """

    def __init__(self, file: str, line: int | None, field: str, reason: str) -> None:
        place = file if line is None else f"{file}:{line}"
        super().__init__(f"{place}: {field}: {reason}" if field else f"{place}: {reason}")
        self.file = file
        self.line = line
        self.field = field
        self.reason = reason


class SourceUnavailable(SourceError):
    """A vendor's service does not answer, or not to the end; what it gave before stands."""

    retryable = True


class SourceRateLimited(SourceError):
    """A vendor's service asks to wait longer than was allowed.

    Attributes:
        retry_after_s: seconds to wait, or None when it was not said.
    """

    retryable = True

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class SourceUnauthorized(SourceError):
    """A vendor's service does not accept the token; the person has to connect the account again."""


class RuleError(AurenError):
    """A pattern rule has no meaning as written."""


class SpecialistError(AurenError):
    """A specialist failed or broke its contract."""


class SafetyError(AurenError):
    """The safety room could not pass something."""


class Blocked(SafetyError):
    """The safety room refused."""


class ConsentError(AurenError):
    """The person has not allowed this use of their data."""


class ChannelError(AurenError):
    """A message could not be delivered or received."""


class ChannelUnavailable(ChannelError):
    """The channel does not answer."""

    retryable = True


class SignatureInvalid(ChannelError):
    """A message does not come from where it claims."""


class WindowClosed(ChannelError):
    """The channel no longer accepts free text for this person."""
