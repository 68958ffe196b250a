#!/usr/bin/env python3
"""Checks that everything recorded in the audit log can be read by people, and that nothing changes the log.

- Each action that a source records ("contact.viewed") has its sentence in src/accounts/audit_sentences.cpp, and each
  sentence has an action that is recorded somewhere.
- No statement changes or deletes rows of audit_log; the only exception is sealing, in src/accounts/audit_chain.cpp.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from house import files, is_test, line_of, run, without_comments

SENTENCES = "src/accounts/audit_sentences.cpp"
SEALING = "src/accounts/audit_chain.cpp"
RECORDS = re.compile(r'#include\s+"accounts/audit\.hpp"')
ACTION = re.compile(r'"([a-z][a-z_]*\.[a-z][a-z_]*)"')
# Names of files look like actions, too, and so do keys of settings: those have a label beside them.
LABELLED = re.compile(r'\s*,\s*"[^"]*"_de')
ENDINGS = (".de", ".en", ".hpp", ".html", ".txt", ".csv", ".pdf", ".zip", ".vcf", ".svg", ".key", ".db")
CHANGE = re.compile(r"\b(UPDATE\s+audit_log\b|DELETE\s+FROM\s+audit_log\b)")


def problems(root: Path) -> Iterator[str]:
    told = (root / SENTENCES).read_text(encoding="utf-8")
    sentences = {match[1]: line_of(told, match.start()) for match in re.finditer(r'AuditSentence\{"([^"]+)"', told)}
    recorded: set[str] = set()
    for file in files(root, "src", ".cpp", ".hpp"):
        path = file.relative_to(root).as_posix()
        if is_test(file.relative_to(root)) or path == SENTENCES:
            continue
        text = without_comments(file.read_text(encoding="utf-8"))
        if path != SEALING and (change := CHANGE.search(text)):
            yield f"{path}:{line_of(text, change.start())}: rows of the audit log are added, never changed or deleted"
        if not RECORDS.search(text) and path != "src/accounts/audit.hpp":
            continue
        for action in ACTION.finditer(text):
            if action[1].endswith(ENDINGS) or LABELLED.match(text, action.end()):
                continue
            if action[1] in sentences:
                recorded.add(action[1])
            else:
                yield f"{path}:{line_of(text, action.start())}: {action[1]} needs its sentence in {SENTENCES}"
    for action, line in sentences.items():
        if action not in recorded:
            yield f"{SENTENCES}:{line}: nothing records {action} any more; take the sentence out"


if __name__ == "__main__":
    run(problems)
