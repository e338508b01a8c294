"""Errors that a user can act on; each carries the exit code of the command that meets it."""


class MoviesError(Exception):
    """Something the user can put right; its text is one line with the place and the remedy."""

    exit_code = 1


class BadContract(MoviesError):
    """A contract or configuration file says something it cannot say."""

    exit_code = 10


class Refused(MoviesError):
    """A delivery cannot be read as what it claims to be; nothing of it is loaded."""

    exit_code = 11
