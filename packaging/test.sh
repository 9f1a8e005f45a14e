#!/usr/bin/env bash
# Sets everything up and runs all tests: format, architecture, unit, contract, vectors, ui, e2e, peers, then those of
# the core again under ASan+UBSan, then clang-tidy on what changed. Stops at the first failing step with its log.
#   packaging/test.sh [--quick]     --quick: without sanitizers and clang-tidy
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

quick=no
case ${1:-} in
    "") ;;
    --quick) quick=yes ;;
    *) sed -n '2,4s/^# //p' "$gatehouse_root/packaging/test.sh"; exit 2 ;;
esac

readonly sanitized=(
    base_test json_test crypto_test runtime_test
    jsonata_text_test jsonata_regex_test jsonata_pictures_test jsonata_engine_test jsonata_conformance
    schema_test config_test limits_test paging_test resilience_test
    net_codec_test net_server_test net_client_test vault_test
    auth_test pipeline_test webhooks_test delivery_test store_contract_test
    fuzz_json fuzz_xml fuzz_jsonata fuzz_jsonata_regex fuzz_jsonata_pictures fuzz_definitions fuzz_limit_headers
    fuzz_http_request fuzz_http_response fuzz_select
    fuzz_signature fuzz_soap_header jsonata_bench
)

# The tree may belong to somebody else than who runs its tests (a mounted folder, root in a container).
git() { command git -c safe.directory="$gatehouse_root" "$@"; }

sources() { git ls-files -- 'core/*.h' 'core/*.cpp' 'ui/*.h' 'ui/*.cpp' 'app/*.h' 'app/*.cpp' 'tests/*.h' 'tests/*.cpp'; }

check_format() { sources | xargs -r clang-format --dry-run --Werror; }

install_peers() {
    local lock
    for lock in $(git ls-files 'tests/peers/*package-lock.json'); do
        # npm writes that file last: a half-made folder does not count.
        (cd "$(dirname "$lock")" && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund; }) || return 1
    done
}

# Shows ctest's own summary whether it passes or not.
run_ctest() {
    local preset=$1 log
    shift
    log=$gatehouse_logs/ctest-$preset.log
    if ! ctest --preset "$preset" -j "$(nproc)" "$@" >"$log" 2>&1; then
        grep -vE '^ *[0-9]+/[0-9]+ Test .*Passed|^ *Start ' "$log" | tail -n 120 >&2
        die "tests failed ($preset); everything is in $log"
    fi
    tail -n 3 "$log"
    grep -A50 'did not run' "$log" | sed 's/^/  /' || :
}

changed_sources() {
    local base=${GATEHOUSE_TIDY_BASE:-}
    if [ -z "$base" ]; then
        base=$(git merge-base HEAD origin/main 2>/dev/null || :)
        if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
            base=$(git rev-parse -q --verify HEAD~1 || git rev-parse HEAD)
        fi
    fi
    git diff --name-only --diff-filter=d "$base" -- 'core/*.cpp' 'ui/*.cpp' 'app/*.cpp'
}

# clang-tidy wants each source by itself, and cannot read g++'s precompiled header: the plain one is put in its place.
tidy() {
    cmake --preset dev -B build/tidy -DGATEHOUSE_UNITY=OFF
    sed -i -E "s#-include [^ ]*cmake_pch\.hxx#-include $gatehouse_root/ui/pch.h#g; s#/build/tidy/#/build/dev/#g" build/tidy/compile_commands.json
    changed_sources | xargs -r -n 1 -P "$(nproc)" clang-tidy --quiet -p build/tidy
}

install_packages build run test
step "clang-format" check_format
remedy="the npm packages of tests/peers could not be installed, see above; they need the npm registry once"
step "npm packages for the peers" install_peers
remedy=""
build dev
run_ctest dev -LE bench
if [ "$quick" = no ]; then
    # What reads strangers' bytes, and what owns memory by hand. A GoogleTest program that is not built has no label there.
    # Two tests leave a body source hanging for ever, whose coroutine then is a leak of their own making; one gives up
    # its rights, after which the leak check may not look into its process.
    build asan "${sanitized[@]}"
    run_ctest asan -L 'unit|contract|vectors' -E 'SystemKeychain|fuzz_api_request|SqliteFiles.aDirectoryThatCannotBeWritten|ClientStreams.(doesNotWaitForItsStream|takesAnAnswerThatComesBefore)'
    step "clang-tidy on what changed" tidy
fi
say "all tests passed"
