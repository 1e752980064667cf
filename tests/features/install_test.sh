#!/bin/bash
# An installed Realign works by itself: it finds the data beside it, not those that it was built from.
# Usage: install_test.sh BUILD_FOLDER
set -euo pipefail
unset REALIGN_DATA
build=$1
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
fail() { echo "FAILED: $*" >&2; exit 1; }

cmake --install "$build" --prefix "$prefix" >"$prefix/install.log" || { cat "$prefix/install.log" >&2; fail "cmake --install"; }
realign=$prefix/bin/realign
cd "$prefix"  # nothing may be found by chance through the folder that the test runs in

"$realign" --version | grep -qE '[0-9]+\.[0-9]+\.[0-9]+' || fail "--version names no version"

line='{"id":"a","date":"2024-03-05","text":"The president of France visited Chad on Monday."}'
records=$("$realign" code <<<"$line") || fail "code exits with $?"
for part in '"country":"FRA"' '"country":"TCD"' '"type":"CONSULT"' '"document":"a"' '"from":"2024-03-04"'; do
  grep -qF "$part" <<<"$records" || fail "no $part in: $records"
done

"$realign" read --ledger "$prefix/test.ledger" "$prefix/share/realign/examples/dispatches.jsonl" 2>"$prefix/read.log" \
  || { cat "$prefix/read.log" >&2; fail "read of the installed examples"; }
[[ -n $("$realign" events --ledger "$prefix/test.ledger" --format jsonl) ]] || fail "no events in the ledger"

# Break an installed table: the error must name it, so it is the one in use.
printf '\tbroken\n' >>"$prefix/share/realign/frames/frames-verbs.tsv"
if "$realign" code <<<"$line" >/dev/null 2>"$prefix/error"; then fail "a broken table goes unnoticed"; fi
grep -qF "$prefix/share/realign/frames/frames-verbs.tsv" "$prefix/error" || fail "the error names another table: $(cat "$prefix/error")"
