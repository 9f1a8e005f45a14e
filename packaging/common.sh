# Shared by run.sh and test.sh: finds the tree, says what happens, installs what is missing. Sourced, not run.
set -euo pipefail
# Started by a service manager or "docker exec" there may be no HOME; this is the one the system knows.
export HOME=${HOME:-$(cd ~ && pwd)}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
readonly gatehouse_root=$PWD
readonly gatehouse_logs=$gatehouse_root/build/logs
mkdir -p "$gatehouse_logs"

say() { printf '%s\n' "$*"; }

die() {
    printf 'gatehouse: %s\n' "$*" >&2
    exit 1
}

# step NAME COMMAND…: runs quietly; on failure shows the end of its log, then what to do about it (if `remedy` is set), and stops.
remedy=""
step() {
    local name=$1 log started
    shift
    log=$gatehouse_logs/${name//[^A-Za-z0-9]/-}.log
    started=$SECONDS
    if ! "$@" >"$log" 2>&1; then
        printf 'gatehouse: "%s" failed after %d s. The end of %s:\n' "$name" $((SECONDS - started)) "$log" >&2
        tail -n 60 "$log" >&2
        [ -z "$remedy" ] || die "$remedy"
        exit 1
    fi
    local took=$((SECONDS - started))
    if [ "$took" -ge 3 ]; then
        say "$name: done in $took s"
    fi
}

# packages SECTION…: the names from debian-packages.txt, less those whose command is already there.
packages() {
    local wanted=" $* " section="" line package command
    while IFS= read -r line; do
        line=${line%%#*}
        case $line in
            \[*\]) section=${line//[\[\] ]/} ;;
            *[!\ ]*)
                [[ $wanted == *" $section "* ]] || continue
                package=${line%% *}
                command=""
                [[ $line == *\?* ]] && command=${line##*\?}
                if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then
                    continue
                fi
                printf '%s\n' "$package"
                ;;
        esac
    done <packaging/debian-packages.txt
}

# Waits for another apt (a new machine's automatic upgrades), and asks again when a mirror hangs up.
apt_as_root() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3)
    [ "$(id -u)" = 0 ] || apt=(sudo -n "${apt[@]}")
    "${apt[@]}" "$@"
}

# One log for both: old lists may be good enough, and if they are not, the reason stands above what is missing.
update_and_install() {
    apt_as_root update || :
    apt_as_root install -y --no-install-recommends "$@"
}

# install_packages SECTION…: only what is missing; says what to do without root or network.
install_packages() {
    command -v dpkg-query >/dev/null 2>&1 || die "this script installs with apt; on another system install the packages of packaging/debian-packages.txt yourself, then use cmake --preset release"
    local missing=() package
    for package in $(packages "$@"); do
        if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
        die "these packages are missing and need root: run  apt-get install ${missing[*]}  as root and start this script again"
    fi
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    remedy="the Debian packages could not be installed, see above. Without a network now, start this script again when there is one, or install them yourself: apt-get install ${missing[*]}"
    step "apt-get install" update_and_install "${missing[@]}"
    remedy=""
}

# build PRESET [TARGET…]
build() {
    local preset=$1 targets=()
    shift
    [ $# -eq 0 ] || targets=(--target "$@")
    step "configure $preset" cmake --preset "$preset"
    [ -f "build/$preset/.ninja_deps" ] || say "building ($preset); the first time takes some minutes…"
    step "build $preset" cmake --build --preset "$preset" "${targets[@]}"
}
