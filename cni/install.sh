#!/usr/bin/env bash
# Installs martlet-cni on a node, with a link for each plugin it acts as; or takes it away again.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: install.sh --from FOLDER [--to FOLDER] [--config FOLDER] [--replace]
       install.sh --uninstall   [--to FOLDER] [--config FOLDER]

  --from FOLDER    where the program martlet-cni was built
  --to FOLDER      the runtime's plugin folder (default: /opt/cni/bin)
  --config FOLDER  also put 10-martlet.conflist there, usually /etc/cni/net.d
  --replace        set other plugins of these names aside; --uninstall puts them back
  --uninstall      remove the program, its links, and an unchanged 10-martlet.conflist

DESTDIR, when set, stands before every folder written to.
Exit status: 0 done, 1 nothing was changed, 2 the arguments make no sense.
TEXT
}

names=(bridge host-local loopback)
aside=.before-martlet
here=$(cd "$(dirname "$0")" && pwd)
from= to=/opt/cni/bin config= replace=no uninstall=no

refuse() { echo "install.sh: $1" >&2; exit "${2:-1}"; }
folder() { [ $# -ge 2 ] && [ -n "$2" ] || refuse "$1 needs a folder" 2; }

while [ $# -gt 0 ]; do
    case $1 in
        --from) folder "$@"; from=$2; shift ;;
        --to) folder "$@"; to=$2; shift ;;
        --config) folder "$@"; config=$2; shift ;;
        --replace) replace=yes ;;
        --uninstall) uninstall=yes ;;
        --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

bin=${DESTDIR:-}$to
conflist=${config:+${DESTDIR:-}$config/10-martlet.conflist}

is_ours() { [ -L "$1" ] && [ "$(readlink "$1")" = martlet-cni ]; }

remove_all() {
    local name
    for name in "${names[@]}"; do
        if is_ours "$bin/$name"; then rm -f "$bin/$name"; fi
        if [ -e "$bin/$name$aside" ] && [ ! -e "$bin/$name" ]; then
            mv "$bin/$name$aside" "$bin/$name"
        fi
    done
    rm -f "$bin/martlet-cni"
    if [ -n "$conflist" ] && [ -e "$conflist" ]; then
        if cmp -s "$here/10-martlet.conflist" "$conflist"; then
            rm -f "$conflist"
        else
            echo "install.sh: $conflist was changed and stays" >&2
        fi
    fi
}

if [ "$uninstall" = yes ]; then
    remove_all
    exit 0
fi

# Everything that can be wrong is looked at before anything is changed.
[ -n "$from" ] || { usage >&2; exit 2; }
[ -x "$from/martlet-cni" ] || refuse "$from/martlet-cni is no program; build it with: make build"
if [ "$replace" = no ]; then
    for name in "${names[@]}"; do
        if [ -e "$bin/$name" ] && ! is_ours "$bin/$name"; then
            refuse "$bin/$name is another plugin; --replace sets it aside"
        fi
    done
fi
if [ -n "$conflist" ] && [ -e "$conflist" ] \
    && ! cmp -s "$here/10-martlet.conflist" "$conflist"; then
    refuse "$conflist exists and differs; remove it, or leave --config out"
fi
mkdir -p "$bin" 2>/dev/null || refuse "cannot make the folder $bin"
[ -w "$bin" ] || refuse "cannot write to $bin; run as root"

# The program appears under its name in one step: a runtime may call it at any time.
install -m 755 -s "$from/martlet-cni" "$bin/.martlet-cni.new"
mv -f "$bin/.martlet-cni.new" "$bin/martlet-cni"
for name in "${names[@]}"; do
    if [ -e "$bin/$name" ] && ! is_ours "$bin/$name"; then
        mv "$bin/$name" "$bin/$name$aside"
    fi
    ln -sfn martlet-cni "$bin/$name"
done
if [ -n "$conflist" ]; then
    mkdir -p "$(dirname "$conflist")"
    install -m 644 "$here/10-martlet.conflist" "$conflist"
fi
