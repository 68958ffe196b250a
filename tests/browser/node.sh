#!/usr/bin/env bash
# Runs Node.js 20 or newer: the one of the system, or the pinned one in node/ (Debian 12 has 18; ./dev fetches it).
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")

for node in node "$here"/node/node_modules/node-linux-*/bin/node; do
    version=$("$node" --version 2>/dev/null) || continue
    version=${version#v}
    if ((${version%%.*} >= 20)); then exec "$node" "$@"; fi
done
echo 'Node.js 20 or newer is missing; ./dev setup test fetches one.' >&2
exit 1
