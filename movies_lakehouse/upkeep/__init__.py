"""Keeps a lake as quick and as small as on its first day: few files a table, and no old ones that nobody asks for."""
