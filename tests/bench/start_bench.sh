#!/usr/bin/env bash
# How long the programs take from exec to being there, and what they then hold in memory: the console until its main window
# is painted in full, the node until its READY line. Each round starts on an empty data directory and once more on the one
# that start left. The console runs on DISPLAY if there is one, else offscreen; the moment of painting is what Qt itself
# says about flushing the window (its logging category qt.widgets.painting). Needs a release build.
#   tests/bench/start_bench.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

rounds=${1:-5}
bin=$PWD/build/release/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x "$bin/gatehoused" ] && [ -x "$bin/gatehouse" ] || { echo "start_bench: build the release preset first" >&2; exit 2; }
platform=offscreen
[ -z "${DISPLAY:-}" ] || platform=xcb

now_ms() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }

# measure RESULTS PATTERN PROGRAM OPTIONS…: one line "milliseconds KiB": until PATTERN is printed, and VmRSS three seconds later.
measure() {
    local results=$1 pattern=$2 pid started line took=""
    shift 2
    mkfifo "$work/out"
    started=$(now_ms)
    QT_QPA_PLATFORM=$platform QT_LOGGING_RULES=qt.widgets.painting=true QT_MESSAGE_PATTERN='%{message}' \
        "$@" --listen 127.0.0.1:0 >"$work/out" 2>&1 &
    pid=$!
    exec 3<"$work/out"
    while IFS= read -rt 30 line <&3; do
        if [[ $line == $pattern ]]; then
            took=$(($(now_ms) - started))
            break
        fi
    done
    [ -n "$took" ] || { echo "start_bench: $1 did not say \"$pattern\"" >&2; kill "$pid"; exit 1; }
    local until=$(($(now_ms) + 3000))
    while [ "$(now_ms)" -lt "$until" ]; do
        read -rt 0.2 -u 3 line || :
    done
    echo "$took $(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status")" >>"$results"
    kill "$pid"
    cat <&3 >/dev/null
    wait "$pid" || :
    exec 3<&-
    rm "$work/out"
}

# row NAME RESULTS: medians and extremes.
row() {
    local ms kib count
    ms=($(cut -d' ' -f1 "$2" | sort -n))
    kib=($(cut -d' ' -f2 "$2" | sort -n))
    count=${#ms[@]}
    printf '%-44s %5d ms (%d to %d) %6.1f MiB\n' "$1" "${ms[count / 2]}" "${ms[0]}" "${ms[count - 1]}" \
        "$((${kib[count / 2]} * 10 / 1024))e-1"
}

painted='Flushing*mainWindow*'
for round in $(seq "$rounds"); do
    measure "$work/console-new" "$painted" "$bin/gatehouse" --sandbox --data-dir "$work/console$round"
    measure "$work/console-again" "$painted" "$bin/gatehouse" --sandbox --data-dir "$work/console$round"
    measure "$work/node-new" 'READY *' "$bin/gatehoused" --data-dir "$work/node$round"
    measure "$work/node-sandbox" 'READY *' "$bin/gatehoused" --sandbox --data-dir "$work/vendors$round"
done
echo "$rounds rounds, console on $platform; median (least to most), resident after three seconds"
row "console with sandbox, first start: painted" "$work/console-new"
row "console with sandbox, started again: painted" "$work/console-again"
row "gatehoused: READY" "$work/node-new"
row "gatehoused with sandbox: READY" "$work/node-sandbox"
