#!/usr/bin/env python3
"""Writes data/common-passwords.txt from two lists that others keep; call it again when they have new ones.

    npm pack @zxcvbn-ts/language-common@4.1.3 && tar xf zxcvbn-ts-language-common-4.1.3.tgz    (MIT)
    apt-get download python3-django && dpkg-deb -x python3-django_*.deb .                      (BSD-3-Clause)
    tools/make_common_passwords.py package/src/passwords.json \\
        usr/lib/python3/dist-packages/django/contrib/auth/common-passwords.txt.gz

The first is sorted by how often a password was found in leaks, the second is the twenty thousand that Have I Been Pwned
counts most often, in no order. Taken are all that are long enough to be chosen here, and the MOST first of the sorted
list, since a short word with a few digits is long enough as well. src/accounts/passwords.cpp takes such decoration away
before it looks, so only what is left without it is written. Words in German stand in data/german-passwords.txt, by hand.
"""

import gzip
import json
import re
import sys
from pathlib import Path

from house import REPOSITORY

# As in src/accounts/passwords.hpp and passwords.cpp.
SHORTEST = 10
MOST_DECORATION = 5

MOST = 10_000
PAGE = "data/common-passwords.txt"
HEAD = """\
# Passwords that many people use, in lower case, one on each line, without digits and signs around them. Whoever sets
# one is asked for another. Written by tools/make_common_passwords.py, which says how; not to be changed by hand.
#
# Sources: @zxcvbn-ts/language-common 4.1.3, Copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., Copyright (c) 2021
# @zxcvbn-ts, MIT licence; Django 3.2, Copyright (c) Django Software Foundation, BSD-3-Clause, which took it from Royce
# Williams. Both counted passwords in leaks.
"""


def undecorated(word: str) -> str:
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", word)
    return core if core and len(word) - len(core) <= MOST_DECORATION else word


def worth_keeping(word: str) -> bool:
    """Long enough that it can be chosen, by itself, decorated, or twice in a row."""
    return len(word) * 2 >= SHORTEST


def words_of(by_rank: list[str], others: list[str]) -> set[str]:
    long = {word for word in by_rank + others if len(word) >= SHORTEST}
    chosen = long.union(by_rank[:MOST])
    return {undecorated(word) for word in chosen if worth_keeping(undecorated(word))}


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    by_rank = [word.lower() for word in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")) if word.isascii()]
    with gzip.open(sys.argv[2], "rt", encoding="utf-8") as lines:
        others = [word.strip().lower() for word in lines if word.isascii() and word.strip()]
    words = sorted(word for word in words_of(by_rank, others) if not word.startswith("#"))
    (REPOSITORY / PAGE).write_text(HEAD + "\n".join(words) + "\n", encoding="utf-8")
    long = {word for word in by_rank + others if len(word) >= SHORTEST}
    print(f"{len(words)} words; they stand for {len(long)} passwords of {SHORTEST} characters or more in the lists")
    return 0


if __name__ == "__main__":
    sys.exit(main())
