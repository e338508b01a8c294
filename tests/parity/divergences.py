"""
Titles that DuckDB and Trino compare differently, which nobody can mend here, and why.

DuckDB 1.5 has the tables of Unicode 15, Trino 483 on Java 25 those of Unicode 16. A movie in one of these scripts is
the same movie within either runtime as long as its providers write its title alike.
"""

NO_LOWER_CASE = "DuckDB's lower() leaves a capital that came with Unicode 16 as it is"
NOT_COMPOSED = "DuckDB's nfc_normalize() leaves a letter that came with Unicode 16 in its parts"

DIVERGENCES = dict.fromkeys("\u1c89\ua7cb\ua7cc\ua7da\ua7dc", NO_LOWER_CASE)
DIVERGENCES |= dict.fromkeys(map(chr, range(0x10D50, 0x10D66)), NO_LOWER_CASE)
DIVERGENCES |= dict.fromkeys(
    """
    \U000105d2\u0307 \U000105da\u0307
    \U00011382\U000113c9 \U00011384\U000113bb \U0001138b\U000113c2 \U00011390\U000113c9
    \U000113c2\U000113c2 \U000113c2\U000113b8 \U000113c2\U000113c9
    \U0001611e\U0001611e \U0001611e\U00016129 \U0001611e\U0001611f \U00016129\U0001611f \U0001611e\U00016120
    \U0001611e\U0001611e\U0001611f \U0001611e\U00016129\U0001611f \U0001611e\U0001611e\U00016120
    \U00016d67\U00016d67 \U00016d63\U00016d67 \U00016d63\U00016d67\U00016d67
    """.split(),
    NOT_COMPOSED,
)
