#!/usr/bin/env bash
# Installs what the tests need, builds, checks the formatting, and runs every test.
#
# Ends with the line `N passed, N failed, N skipped`, summed from what the runner reports. The exit code is 0 only when something
# ran and nothing failed.
set -euo pipefail
cd "$(dirname "$0")/.."

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

has_postgresql() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

has_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}

# Renders the Kubernetes manifests. Debian's package is too old before Debian 13; kubectl itself says so then.
has_kubectl() { command -v kubectl >/dev/null; }

# Carries out the Dockerfile's steps where there is no Docker engine. Only root may make the chroot that it needs.
has_buildah() { command -v buildah >/dev/null || [ "$(id -u)" -ne 0 ]; }

install_missing() {
  local missing=()
  has_kubectl || missing+=(kubernetes-client)
  has_buildah || missing+=(buildah)
  has_postgresql || missing+=(postgresql)
  has_chromium || missing+=(chromium)
  if [ "${#missing[@]}" -eq 0 ]; then return; fi

  echo "== installing ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    echo "These tests need ${missing[*]}. Install them with this system's package manager and run this again." >&2
    exit 1
  fi

  # The tests start servers of their own: the package shall not make one, nor start it.
  if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    as_root mkdir -p /etc/postgresql-common
    echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
  fi

  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
    -o Dpkg::Options::=--force-confold "${missing[@]}"
}

install_missing

echo '== restoring'
dotnet restore QuotaGrid.sln

echo '== building'
dotnet build QuotaGrid.sln -c Release --no-restore -warnaserror

echo '== checking the formatting'
dotnet format QuotaGrid.sln --verify-no-changes --no-restore

echo '== testing'
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# A project without tests is no failure (8); that none of them has one is caught below.
status=0
dotnet test --solution QuotaGrid.sln -c Release --no-build --ignore-exit-code 8 2>&1 | tee "$log" || status=$?

# The last summary is the one of all projects.
count() {
  sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$log" | tail -n 1 | grep . || echo 0
}
passed=$(count succeeded)
failed=$(count failed)
skipped=$(count skipped)

if [ "$status" -eq 0 ] && [ "$failed" -gt 0 ]; then status=1; fi
if [ "$((passed + failed))" -eq 0 ]; then
  echo 'No test ran.' >&2
  status=1
fi

echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
