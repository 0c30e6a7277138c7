#!/usr/bin/env bash
# How long a learner waits between saving an answer and its verdict.
#
#   benchmarks/save_to_verdict.sh [saves]      20 unless told
#
# Saves 3/uppercase's answer, a little different each time, and asks
# ./untwist check. Prints the median and the quartiles in seconds. Without
# ccache, which would know the answer. Your answer and your progress are as
# they were afterwards. Wants bash 5, and a machine with nothing else to do.

set -eu

saves=${1:-20}
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
answer=$root/exercises/03-echo/uppercase/uppercase.hpp
solution=$root/solutions/03-echo/uppercase/uppercase.hpp
aside=$(mktemp -d)
export UNTWIST_STATE=$aside/state CCACHE_DISABLE=1

[ -n "${EPOCHREALTIME:-}" ] || { echo "this wants bash 5" >&2; exit 2; }

cp "$answer" "$aside/answer.hpp"
# With a new date: what was built last is of another answer.
trap 'cp "$aside/answer.hpp" "$answer"; rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM HUP

# Prints how many microseconds it took.
saveAndCheck() {
    local began
    { cat "$solution"; printf '// save %s\n' "$1"; } >"$answer"
    began=${EPOCHREALTIME/[.,]/}
    "$root/untwist" check 3/uppercase >"$aside/verdict" 2>&1 ||
        { cat "$aside/verdict" >&2; exit 1; }
    echo $((${EPOCHREALTIME/[.,]/} - began))
}

saveAndCheck warm-up >/dev/null
for ((i = 1; i <= saves; ++i)); do saveAndCheck "$i"; done | sort -n |
    awk '{ t[NR] = $1 / 1e6 }
        function at(share) { return t[int((NR - 1) * share + 0.5) + 1] }
        END { printf "save to verdict: median %.3f s, quartiles %.3f and %.3f s, %d saves\n",
                     at(0.5), at(0.25), at(0.75), NR }'
