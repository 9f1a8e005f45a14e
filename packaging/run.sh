#!/usr/bin/env bash
# Sets everything up and starts Gatehouse with its sandbox: the console where there is a display, else the
# headless node with one real unified call. Options after -- go to the program; GATEHOUSE_DATA_DIR says where it keeps its data.
#   packaging/run.sh [--headless] [-- gatehouse options]
started_in=$PWD
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# Another node's key would be taken for this one's.
unset GATEHOUSE_API_KEY

headless=no
while [ $# -gt 0 ]; do
    case $1 in
        --headless) headless=yes ;;
        --) shift; break ;;
        -h | --help) sed -n '2,4s/^# //p' "$gatehouse_root/packaging/run.sh"; exit 0 ;;
        *) die "unknown option $1 (see packaging/run.sh --help)" ;;
    esac
    shift
done
case " $* " in
    *" --data-dir"*) die "say where the data is kept with GATEHOUSE_DATA_DIR=DIR packaging/run.sh" ;;
esac

data_dir=${GATEHOUSE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/gatehouse-sandbox}
[[ $data_dir == /* ]] || data_dir=$started_in/$data_dir
bin=$gatehouse_root/build/release/bin

install_packages build run
build release gatehouse gatehoused gatehousectl

running=$("$bin/gatehousectl" status --data-dir "$data_dir" --print-url 2>/dev/null || :)

if [ "$headless" = no ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    [ -z "$running" ] || die "a node already runs on $data_dir at $running; stop it first, or use another GATEHOUSE_DATA_DIR"
    say "starting the console on $data_dir"
    exec "$bin/gatehouse" --sandbox --data-dir "$data_dir" "$@"
fi

# start_node OPTIONS…: starts it, waits for its READY line, sets node and url.
start_node() {
    local output=$data_dir/node.out deadline=$((SECONDS + 30))
    mkdir -p "$data_dir"
    : >"$output"
    setsid nohup "$bin/gatehoused" --sandbox --data-dir "$data_dir" "$@" >"$output" 2>"$data_dir/node.err" </dev/null &
    node=$!
    trap 'kill -TERM "$node" 2>/dev/null || :' EXIT INT TERM
    until url=$(sed -n 's/^READY .*"api":"\([^"]*\)".*/\1/p' "$output") && [ -n "$url" ]; do
        kill -0 "$node" 2>/dev/null || { cat "$data_dir/node.err" >&2; die "the node ended before it was ready"; }
        [ $SECONDS -lt $deadline ] || die "the node was not ready after 30 s; see $data_dir/node.err"
        read -rt 0.1 <> <(:) || :
    done
}

node=""
url=$running
if [ -n "$running" ]; then
    say "a node is already running on $data_dir"
else
    start_node "$@"
fi

account=$("$bin/gatehousectl" accounts --data-dir "$data_dir" --format ids | head -n 1)
[ -n "$account" ] || die "the sandbox connected no account; see $data_dir/node.err"
say "GET $url/v1/unified/crm/contacts?account_id=$account&limit=2"
"$bin/gatehousectl" call "$account" crm contacts list --query limit=2 --data-dir "$data_dir"
cat <<TXT

The gateway runs at $url (sandbox data; nothing leaves this machine). Try:
  curl -H "Authorization: Bearer \$(cat '$data_dir/api-key')" "$url/v1/unified/crm/contacts?account_id=$account"
TXT
[ -n "$node" ] || exit 0
if [ -t 0 ]; then
    say "Ctrl+C stops it."
    # The trap interrupts wait; the node then takes its time to finish what it acknowledged.
    rc=0
    wait "$node" || rc=$?
    while kill -0 "$node" 2>/dev/null; do
        rc=0
        wait "$node" || rc=$?
    done
    trap - EXIT INT TERM
    exit "$rc"
fi
trap - EXIT INT TERM
say "It goes on in the background; stop it with: kill $node"
