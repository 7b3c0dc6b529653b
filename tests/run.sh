#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, builds Release, runs every test, and closes with "N passed, N failed, N skipped".
# Exit code: 0 when all passed, 1 when something failed or nothing ran, 2 when the machine lacks what cannot be installed.
#   --quick    leave the system tests (whole line, browser, faults) out
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

quick=false
for argument in "$@"; do
    case "$argument" in
        --quick) quick=true ;;
        -h | --help) sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
        *) echo "run.sh: unknown argument '$argument'; known: --quick" >&2; exit 2 ;;
    esac
done

say() { printf '== %s\n' "$*"; }

need_toolchain() {
    local wanted_node=20 node_major
    command -v dotnet > /dev/null || { echo "run.sh: needs the .NET 10 SDK (dotnet is not on the PATH)." >&2; exit 2; }
    dotnet --version > /dev/null 2>&1 || { echo "run.sh: no installed .NET SDK satisfies global.json." >&2; exit 2; }
    command -v node > /dev/null || { echo "run.sh: needs Node $wanted_node or later (node is not on the PATH)." >&2; exit 2; }
    node_major="$(node -p 'process.versions.node.split(".")[0]')"
    [ "$node_major" -ge "$wanted_node" ] || { echo "run.sh: needs Node $wanted_node or later, found $node_major." >&2; exit 2; }
}

# Debian packages the tests drive as strangers: brokers' clients, a second series store, a browser with Chinese glyphs, an office that opens our documents, a clock that can be moved; and what checks deploy/ and the scripts.
debian_packages() {
    echo mosquitto mosquitto-clients influxdb influxdb-client libfaketime curl openssl prometheus shellcheck
    $quick || echo chromium-headless-shell fonts-noto-cjk libreoffice-writer-nogui libreoffice-calc-nogui
}

missing_packages() {
    local name
    for name in $(debian_packages); do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2> /dev/null)" = installed ] || echo "$name"
    done
}

install_missing() {
    local missing root=()
    if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
        say "Not a Debian system: nothing is installed; tests that lack a program say so and are skipped."
        return
    fi

    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo > /dev/null && sudo -n true 2> /dev/null; then
            root=(sudo -n)
        else
            say "Lacks ${missing[*]} and may not install them (not root); tests that need them are skipped."
            return
        fi
    fi

    say "Installing ${missing[*]}"
    install_packages "${missing[@]}"
}

# The packages of brokers and stores start a service on the default port; the tests start their own on free ports, so theirs stay off.
install_packages() {
    local policy=/usr/sbin/policy-rc.d added=false log service status=0
    log="$(mktemp)"
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" > /dev/null
        "${root[@]}" chmod 755 "$policy"
        added=true
    fi

    "${root[@]}" apt-get update -q > "$log" 2>&1 || true
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >> "$log" 2>&1 || status=$?
    if $added; then
        "${root[@]}" rm -f "$policy"
    fi

    for service in mosquitto influxdb prometheus; do
        case " $* " in
            *" $service "*) "${root[@]}" systemctl disable --now "$service" >> "$log" 2>&1 || true ;;
        esac
    done

    if [ "$status" -ne 0 ]; then
        tail -n 20 "$log" >&2
        say "apt-get could not install $*; tests that need them are skipped."
    fi

    rm -f "$log"
}

need_toolchain
install_missing

say "Building (Release)"
# A compile server that has served many builds has been seen to read Razor wrongly; without it the build takes half a minute more. What is really wrong fails both times.
dotnet build SmartCommunity.sln -c Release --nologo -v quiet -p:UseSharedCompilation=true ||
    { say "Once more, without the compile server"; dotnet build SmartCommunity.sln -c Release --nologo -v quiet -p:UseSharedCompilation=false; }

# Microsoft's client for Azure IoT Hub, a peer too; never committed.
if ! $quick; then
    npm --prefix tests/SmartCommunity.SystemTests/Peers/IotHubSdk ci --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null ||
        say "npm could not restore Microsoft's SDK for IoT Hub; tests that need it are skipped."
fi

results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
say "Testing"
test_exit=0
# One project after the other: both start servers and measure time, and would disturb each other on a small machine.
if $quick; then
    expected_reports=1
    dotnet test --project tests/SmartCommunity.Tests -c Release --no-build --no-progress --report-xunit-ctrf --results-directory "$results" || test_exit=$?
else
    expected_reports=2
    dotnet test --solution SmartCommunity.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 --report-xunit-ctrf --results-directory "$results" || test_exit=$?
fi

# A browser or a process that found no turn beside the others is told from what is broken: few failed tests are run once more, alone, and named in the closing lines whatever comes of it.
mapfile -t again < <(node tests/failed.mjs "$results")
if [ "${#again[@]}" -gt 0 ]; then
    say "Once more, alone: ${again[*]}"
    dotnet test --solution SmartCommunity.sln -c Release --no-build --no-progress --max-parallel-test-modules 1 --ignore-exit-code 8 --report-xunit-ctrf --results-directory "$results/again" \
        --filter-method "${again[@]}" || true
fi

node tests/summarise.mjs "$results" "$expected_reports" "$test_exit"
