#!/usr/bin/env bash
# Sets everything up and starts Gatehouse with its sandbox: the console where there is a display, else the
# headless node with one real unified call. Options after -- go to the program.
#   packaging/run.sh [--headless] [-- gatehouse options]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headless=no
while [ $# -gt 0 ]; do
    case $1 in
        --headless) headless=yes ;;
        --) shift; break ;;
        -h | --help) sed -n '2,4s/^# //p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) die "unknown option $1 (see packaging/run.sh --help)" ;;
    esac
    shift
done

data_dir=${GATEHOUSE_DATA_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/gatehouse-sandbox}
bin=$gatehouse_root/build/release/bin

install_packages build run
build release gatehouse gatehoused gatehousectl

if [ "$headless" = no ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "starting the console on $data_dir"
    exec "$bin/gatehouse" --sandbox --data-dir "$data_dir" "$@"
fi

mkdir -p "$data_dir"
output=$data_dir/node.out
if url=$("$bin/gatehousectl" status --data-dir "$data_dir" --print-url 2>/dev/null); then
    say "a node is already running on $data_dir"
    node=""
else
    : >"$output"
    setsid nohup "$bin/gatehoused" --sandbox --data-dir "$data_dir" "$@" >"$output" 2>"$data_dir/node.err" </dev/null &
    node=$!
    deadline=$((SECONDS + 30))
    until url=$(sed -n 's/^READY .*"api":"\([^"]*\)".*/\1/p' "$output") && [ -n "$url" ]; do
        kill -0 "$node" 2>/dev/null || { cat "$data_dir/node.err" >&2; die "the node ended before it was ready"; }
        [ $SECONDS -lt $deadline ] || die "the node was not ready after 30 s; see $data_dir/node.err"
        read -rt 0.1 <> <(:) || :
    done
fi

key=$(cat "$data_dir/api-key")
account=$("$bin/gatehousectl" accounts --data-dir "$data_dir" --format ids | head -n 1)
[ -n "$account" ] || die "the sandbox connected no account"
say "GET $url/v1/unified/crm/contacts?account_id=$account&limit=2"
"$bin/gatehousectl" call "$account" crm contacts list --query limit=2 --data-dir "$data_dir"
cat <<TXT

The gateway runs at $url (sandbox data; nothing leaves this machine). Try:
  curl -H "Authorization: Bearer \$(cat $data_dir/api-key)" "$url/v1/unified/crm/contacts?account_id=$account"
TXT
[ -n "$key" ] || die "no API key in $data_dir/api-key"
[ -n "$node" ] || exit 0
if [ -t 0 ]; then
    say "Ctrl+C stops it."
    trap 'kill -TERM "$node" 2>/dev/null || :' INT TERM
    wait "$node" || :
else
    say "It goes on in the background; stop it with: kill $node"
fi
