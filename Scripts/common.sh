# What the scripts share: where Swift is, and which Debian packages are missing.

# What the Swift toolchain needs to build and run, and the solver.
BUILD_PACKAGES=(
  binutils ca-certificates git libc6-dev libcurl4 'libgcc-*-dev' libncurses6 libsqlite3-0 'libstdc++-*-dev' libxml2
  libz3-dev pkg-config tzdata zlib1g-dev
)

# What the checks in Python need besides.
TEST_PACKAGES=(
  binutils-arm-linux-gnueabi binutils-m68k-linux-gnu binutils-mips-linux-gnu chromium fonts-dejavu-core
  gcc-m68k-linux-gnu gcc-mips-linux-gnu
  python3 python3-venv qemu-system-mips simh
)

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 2
}

# The package to install for a pattern: the version that Debian 12 has.
package_for() {
  case $1 in
    'libgcc-*-dev') echo libgcc-12-dev ;;
    'libstdc++-*-dev') echo libstdc++-12-dev ;;
    *) echo "$1" ;;
  esac
}

# need_packages PACKAGE…: installs what is missing when run as root on Debian, and otherwise says what to install.
need_packages() {
  command -v dpkg-query >/dev/null || return 0
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$(package_for "$package")")
  done
  ((${#missing[@]})) || return 0
  if ((EUID != 0)); then
    fail "these Debian packages are missing: ${missing[*]}
  help: sudo apt-get install ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  local log
  log=$(mktemp)
  if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    fail "apt-get could not install ${missing[*]}"
  fi
  rm -f "$log"
}

# Puts a Swift toolchain of version 6 or later on the PATH.
need_swift() {
  local folder
  for folder in "" "$HOME/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin; do
    [[ -z $folder || -x $folder/swift ]] || continue
    [[ -z $folder ]] || PATH=$folder:$PATH
    command -v swift >/dev/null && break
  done
  command -v swift >/dev/null ||
    fail "there is no Swift on the PATH
  help: install Swift 6 for Debian 12 as https://www.swift.org/install/linux says, and put its 'usr/bin' on the PATH"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\).*/\1/p' | head -n 1)
  ((${version:-0} >= 6)) || fail "Swift 6 or later is needed; $(command -v swift) is version ${version:-unknown}"
}

# quietly WHAT COMMAND…: says what is done, and shows the command's output only if it fails.
quietly() {
  local what=$1 log status=0
  shift
  log=$(mktemp)
  say "$what"
  "$@" >"$log" 2>&1 || status=$?
  if ((status)); then
    grep -E 'error:|warning: unreachable|failed' "$log" | head -n 40 >&2 || true
    say "--- the end of the output:"
    tail -n 15 "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}
