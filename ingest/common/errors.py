"""Errors that a user can act on; each carries the exit code of the command that meets it."""


class MoviesError(Exception):
    """Something the user can put right; its text is one line with the place and the remedy."""

    exit_code = 1


class BadContract(MoviesError):
    """A contract, a run file or a setting says something it cannot say."""

    exit_code = 10


class BadFile(MoviesError):
    """A delivered file cannot be read as what it claims to be; nothing of it is loaded."""

    exit_code = 11


class TestFailed(MoviesError):
    """A data test found rows that should not be there; the published tables stay as they were."""

    __test__ = False  # the name looks like a test class to pytest
    exit_code = 12


class Unreachable(MoviesError):
    """A service of the stack cannot be reached, or refuses us."""

    exit_code = 13


# What only the program itself is to blame for; all other errors are troubles of the services around it.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


def is_fault(error: Exception) -> bool:
    """Whether to try again is in vain: some errors of files and connections are ValueErrors too, and no faults."""
    return isinstance(error, FAULTS) and not isinstance(error, OSError)
