"""Every error a user can meet: its string code, exit code and hint.

Domain and store raise these, only ``main.py`` (and ``entry.py``) print them. The module imports nothing, so that the idle
path can use it. Exit codes are the table in the architecture notes: 2 wrong input, 3 not found, 4 refused, 5 partial,
6 stale, 75 busy, 78 too new or unsupported.
"""


class EffluentError(Exception):
    """An expected failure. ``message`` is one line for a person; ``hint`` names what to do next."""

    code = "error"
    exit_code = 4
    default_hint = ""

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        code: str | None = None,
        problems: "tuple[Problem, ...]" = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint
        self.code = code or type(self).code
        self.problems = problems


class Problem:
    """One thing wrong with one value: ``path`` as in ``income_sources[0].pay_frequency``, the value as given, the message."""

    __slots__ = ("message", "path", "value")

    def __init__(self, path: str, value: object, message: str) -> None:
        self.path = path
        self.value = value
        self.message = message

    def __repr__(self) -> str:
        return f"Problem({self.path!r}, {self.value!r}, {self.message!r})"


class InvalidInput(EffluentError):
    """Wrong whatever the household holds: syntax, unknown enumeration, sign, range, missing or invalid answers."""

    code = "invalid_input"
    exit_code = 2


class UsageProblem(InvalidInput):
    """The command line itself: unknown command or option, options that exclude each other."""

    code = "usage"


class NotFound(EffluentError):
    """No such household, scenario, run, account (or none of yours: the answer is the same)."""

    code = "not_found"
    exit_code = 3


class NoHousehold(NotFound):
    """There is no household at all, or none of the name given."""

    code = "no_household"
    default_hint = "effluent onboard"


class Refused(EffluentError):
    """Refused because of what is stored or of a file's content: conflict, integrity, unfinished onboarding."""

    code = "refused"
    exit_code = 4


class OnboardingIncomplete(Refused):
    """The household's onboarding has not reached its last step."""

    code = "onboarding_incomplete"


class DamagedFile(Refused):
    """A household's file that SQLite or our own checks cannot accept."""

    code = "damaged_file"
    default_hint = "restore a backup of this household"
    detail = ""
    """What is wrong, without the words around it."""


class Partial(EffluentError):
    """Part was committed, part failed."""

    code = "partial"
    exit_code = 5


class Unwritten(EffluentError):
    """The answer cannot be written: stdout takes nothing. What the command did before stands."""

    code = "output_failed"
    default_hint = "what the command changed stands; look before you repeat it"


class Stale(EffluentError):
    """The caller demanded a fresh answer and there is none."""

    code = "stale"
    exit_code = 6
    default_hint = "effluent process-events"


class Busy(EffluentError):
    """The household's lock or database is held; nothing was changed and a retry is safe."""

    code = "busy"
    exit_code = 75
    default_hint = "try again, or wait longer with --wait SECONDS"


class TooNew(EffluentError):
    """A file or configuration newer than this program."""

    code = "too_new"
    exit_code = 78
    default_hint = "upgrade effluent"


class Unsupported(EffluentError):
    """A platform or file system that effluent does not support."""

    code = "unsupported_platform"
    exit_code = 78


class Interrupted(EffluentError):
    """The person stopped the command; an open transaction was rolled back."""

    code = "interrupted"
    exit_code = 130


class Terminated(EffluentError):
    """The system stopped the command (SIGTERM); an open transaction was rolled back."""

    code = "terminated"
    exit_code = 143


class Bug(EffluentError):
    """Anything that nobody foresaw. The message names the redacted log."""

    code = "internal"
    exit_code = 70
