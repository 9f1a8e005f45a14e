#!/usr/bin/env bash
# Runs a test program with a keyring of its own: keychain_session.sh unlocked|locked|none PROGRAM…
# "locked" runs it twice in one session: before it is locked, and then. Each run is of the tests for that keyring:
# UnlockedKeyring*, KeyringBeforeItIsLocked*, LockedKeyring* or NoKeyring*.
# Exit code 77 (skipped) when this machine has no D-Bus or GNOME keyring.
set -euo pipefail

state=$1
shift
for tool in dbus-run-session dbus-send gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
done

# run STATE PROGRAM…: a program without a test for the state fails.
run() {
    local -A tests=([unlocked]=UnlockedKeyring [before]=KeyringBeforeItIsLocked [locked]=LockedKeyring [none]=NoKeyring)
    local filter="--gtest_filter=${tests[$1]}*"
    export GATEHOUSE_KEYRING=$1
    shift
    "$@" "$filter" --gtest_list_tests | grep -q '^  ' || { echo "no test matches $filter"; return 1; }
    "$@" "$filter"
}
export -f run

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run"
export HOME=$home XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_CONFIG_HOME=$home/config
export XDG_RUNTIME_DIR=$home/run GATEHOUSE_KEYRING=$state GATEHOUSE_KEYRING_DIR=$home/vault
mkdir -m 700 "$home/vault"

if [ "$state" = none ]; then
    # First no bus at all, then a bus on which nobody offers secrets.
    DBUS_SESSION_BUS_ADDRESS=unix:path=$home/nowhere run none "$@"
    printf '<busconfig><type>session</type><listen>unix:tmpdir=%s</listen><policy context="default">%s</policy></busconfig>' \
        "$home" '<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>' >"$home/bus.conf"
    dbus-run-session --config-file="$home/bus.conf" -- bash -c 'run none "$@"' _ "$@"
    exit
fi

dbus-run-session -- bash -c '
    set -euo pipefail
    printf "test passphrase\n" | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
    daemon=$!
    trap "kill $daemon 2>/dev/null || :" EXIT
    owned() {
        dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
            string:org.freedesktop.secrets 2>/dev/null | grep -q "boolean true"
    }
    deadline=$((SECONDS + 20))
    until owned; do
        [ $SECONDS -lt $deadline ] || { echo "the keyring did not start"; exit 1; }
        read -rt 0.05 <> <(:) || :
    done
    [ "$GATEHOUSE_KEYRING" = locked ] || { run unlocked "$@"; exit; }
    run before "$@"
    dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
        org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null
    run locked "$@"' _ "$@"
