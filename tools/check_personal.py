#!/usr/bin/env python3
"""Checks that every column that may hold a person's datum says so in its migration.

A column whose name sounds like one carries, at the end of its line, `-- personal: purpose, retention` or
`-- not personal: reason`. Export, erasure and the register of processing are made from these marks.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from house import files, run

# Whole words between underscores: `contact_email` sounds personal, `hemail` does not.
SOUNDS_PERSONAL = re.compile(
    r"(?:^|_)(?:name|names|nickname|salutation|e?mail|phone|mobile|fax|street|house_number|address|birth\w*|born"
    r"|age|gender|sex|iban|bic|note|notes|remark|remarks|comment|message|photo|portrait|signature|ip|user_agent"
    r"|login|password\w*|health\w*|religion|allerg\w*|who)(?:_|$)"
)
# A reference, a moment or a count is not the datum itself: message_id, mailed_at.
REFERENCE = re.compile(r"(?:_id|_at|_count)$")
COLUMN = re.compile(r"^\s*(?:ALTER\s+TABLE\s+\w+\s+)?(?:ADD\s+(?:COLUMN\s+)?)?([a-z_][a-z0-9_]*)\s+(?:TEXT|INTEGER|BIGINT|BLOB|REAL|BYTEA)\b", re.I)
MARK = re.compile(r"--.*?\b(?P<kind>not personal|personal):\s*(?P<said>.*)$")


def problem_of(line: str) -> str | None:
    column = COLUMN.match(line)
    if not column:
        return None
    mark = MARK.search(line)
    if mark and mark["kind"] == "personal" and not re.match(r"[^,]+,\s*\S", mark["said"]):
        return f"{column[1]}: the mark names purpose and retention: -- personal: purpose, retention"
    if mark and not mark["said"].strip():
        return f"{column[1]}: say why it is not personal: -- not personal: reason"
    name = column[1].lower()
    if not mark and SOUNDS_PERSONAL.search(name) and not REFERENCE.search(name):
        return (
            f"{column[1]} sounds like a person's datum; end the line with "
            "`-- personal: purpose, retention` or `-- not personal: reason`"
        )
    return None


def problems(root: Path) -> Iterator[str]:
    for file in files(root, "migrations", ".sql"):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if problem := problem_of(line):
                yield f"{file.relative_to(root)}:{number}: {problem}"


if __name__ == "__main__":
    run(problems)
