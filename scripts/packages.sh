# Sourced by quickstart and test: Debian packages, installed only where they are missing.

# What building the program needs (the find_package lines of CMakeLists.txt).
build_packages=(cmake ninja-build g++ pkg-config libsqlite3-dev libsqlitecpp-dev libicu-dev libcli11-dev nlohmann-json3-dev
  libfmt-dev libcpp-httplib-dev libeigen3-dev libpugixml-dev libgumbo-dev libtomlplusplus-dev zlib1g-dev python3-pip)
# Node builds the page. A machine that has it from elsewhere keeps it: Debian's would stand in its way.
command -v node >/dev/null || build_packages+=(nodejs)
command -v npm >/dev/null || build_packages+=(npm)
# What the tests need besides: GoogleTest, clang with its runtimes for the fuzz targets, and a browser for the page.
test_packages=(libgtest-dev libgmock-dev clang libclang-rt-14-dev)
command -v chromium >/dev/null || test_packages+=(chromium)

say() { printf '\n== %s ==\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# need PACKAGE...: nothing is asked of the network when all are there.
need() {
  local missing=() package as_root=()
  for package in "$@"; do
    [[ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "needs Debian's apt-get to install: ${missing[*]}"
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || fail "needs root or sudo to install: ${missing[*]}"
    as_root=(sudo)
  fi
  say "Installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq || fail "apt-get update failed"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null \
    || fail "apt-get could not install: ${missing[*]}"
}
