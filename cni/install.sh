#!/usr/bin/env bash
# Installs martlet-cni on a node, with a link for each plugin it acts as; or takes it away again.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: install.sh --from FOLDER [--to FOLDER] [--replace] [--dry-run]
                  [--config FOLDER [--conflist NAME] [--pod-range RANGE[,RANGE]]]
       install.sh --uninstall   [--to FOLDER] [--config FOLDER] [--dry-run]

  --from FOLDER      where the program martlet-cni was built
  --to FOLDER        the runtime's plugin folder (default: /opt/cni/bin)
  --replace          set other plugins of these names aside; --uninstall puts them back
  --config FOLDER    also put 10-martlet.conflist there, usually /etc/cni/net.d
  --conflist NAME    which one: bridge, dual-stack, host-ports, martlet (default), podman, crio
  --pod-range RANGE  the node's pod range, one for each that the list has: 10.244.3.0/24
  --dry-run          say what would be done, and do nothing
  --uninstall        remove the program, its links, and a 10-martlet.conflist as it was put there

DESTDIR, when set, stands before every folder written to.
Exit status: 0 done, 1 nothing was changed, 2 the arguments make no sense.
TEXT
}

names=(bandwidth bridge firewall host-local loopback martlet portmap ptp static tuning)
aside=.before-martlet
here=$(cd "$(dirname "$0")" && pwd)
from='' to=/opt/cni/bin config='' list='' ranges=() replace=no uninstall=no dry=no

refuse() { echo "install.sh: $1" >&2; exit "${2:-1}"; }
value() { [ $# -ge 2 ] && [ -n "$2" ] || refuse "$1 needs a value" 2; }
act() { if [ "$dry" = yes ]; then echo "$*"; else "$@"; fi; }

while [ $# -gt 0 ]; do
    case $1 in
        --from) value "$@"; from=$2; shift ;;
        --to) value "$@"; to=$2; shift ;;
        --config) value "$@"; config=$2; shift ;;
        --conflist) value "$@"; list=$2; shift ;;
        --pod-range) value "$@"; IFS=, read -ra ranges <<<"$2"; shift ;;
        --replace) replace=yes ;;
        --uninstall) uninstall=yes ;;
        --dry-run) dry=yes ;;
        --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift
done

# Words that would have no effect are a mistake, and what is wanted would not be done.
for folder in "$to" ${config:+"$config"}; do
    [[ $folder == /* ]] || refuse "\"$folder\" is no path from /" 2
done
if [ "$uninstall" = yes ]; then
    [ -z "$from$list" ] && [ ${#ranges[@]} -eq 0 ] && [ "$replace" = no ] \
        || refuse "--uninstall goes with --to, --config and --dry-run alone" 2
elif [ -z "$config" ]; then
    [ -z "$list" ] || refuse "--conflist goes with --config" 2
    [ ${#ranges[@]} -eq 0 ] || refuse "--pod-range goes with --config" 2
fi

list=${list:-martlet}
bin=${DESTDIR:-}$to
conflist=${config:+${DESTDIR:-}$config/10-martlet.conflist}
shipped=$here/conflists/$list.conflist

is_ours() { [ -L "$1" ] && [ "$(readlink "$1")" = martlet-cni ]; }
is_there() { [ -e "$1" ] || [ -L "$1" ]; }

# The list, with the node's pod ranges in place of those that are shipped.
filled() {
    local line next=0
    while IFS= read -r line; do
        if [ $next -lt ${#ranges[@]} ] && [[ $line =~ ^(.*\"subnet\": \")[^\"]*(.*)$ ]]; then
            line=${BASH_REMATCH[1]}${ranges[next]}${BASH_REMATCH[2]}
            next=$((next + 1))
        fi
        echo "$line"
    done <"$shipped"
}

# Whether a file is one that this program put there, whatever its pod ranges are.
is_shipped() {
    local each
    for each in "$here"/conflists/*.conflist; do
        if cmp -s <(without_ranges <"$each") <(without_ranges <"$1"); then return 0; fi
    done
    return 1
}
without_ranges() { sed 's/"subnet": "[^"]*"/"subnet": ""/'; }

remove_all() {
    local name drafts=()
    for name in "${names[@]}"; do
        if is_there "$bin/$name" && ! is_ours "$bin/$name"; then
            if [ "$bin/$name" -ef "$bin/$name$aside" ]; then
                act rm -f "$bin/$name$aside"
            elif is_there "$bin/$name$aside"; then
                echo "install.sh: $bin/$name$aside stays: $name is another plugin" >&2
            fi
        elif is_there "$bin/$name$aside"; then
            act mv -fT "$bin/$name$aside" "$bin/$name"
        elif is_ours "$bin/$name"; then
            act rm -f "$bin/$name"
        fi
    done
    if is_there "$bin/martlet-cni"; then act rm -f "$bin/martlet-cni"; fi
    # What a run that was killed has left.
    for name in martlet-cni "${names[@]}"; do
        if is_there "$bin/.$name.new"; then drafts+=("$bin/.$name.new"); fi
    done
    if [ -n "$conflist" ] && is_there "$conflist.new"; then drafts+=("$conflist.new"); fi
    if [ ${#drafts[@]} -gt 0 ]; then act rm -f "${drafts[@]}"; fi
    if [ -n "$conflist" ] && [ -e "$conflist" ]; then
        if is_shipped "$conflist"; then
            act rm -f "$conflist"
        else
            echo "install.sh: $conflist was changed and stays" >&2
        fi
    fi
}

may_write() {
    local folder=$1
    while [ ! -e "$folder" ]; do folder=$(dirname "$folder"); done
    [ -d "$folder" ] || refuse "$folder is no folder"
    [ -w "$folder" ] || refuse "cannot write to $folder; run as root"
}

# Everything that can be wrong is looked at before anything is changed.
check_list() {
    local count
    case $list in
        */* | '') refuse "--conflist: no list is named \"$list\"" 2 ;;
    esac
    [ -f "$shipped" ] || refuse "--conflist: no list is named \"$list\"" 2
    count=$(grep -c '"subnet"' "$shipped")
    if [ ${#ranges[@]} -gt 0 ] && [ ${#ranges[@]} -ne "$count" ]; then
        refuse "--pod-range: the list $list has $count, not ${#ranges[@]}" 2
    fi
    check_ranges
    if [ -e "$conflist" ] && ! cmp -s <(filled) "$conflist"; then
        refuse "$conflist exists and differs; remove it, or leave --config out"
    fi
    may_write "$(dirname "$conflist")"
}

# The program itself says whether pods can have addresses of a range.
check_ranges() {
    local range expected index=0 problem
    while read -r expected; do
        [ $index -lt ${#ranges[@]} ] || break
        range=${ranges[index]}
        index=$((index + 1))
        [[ $range =~ ^[0-9a-fA-F.:]+/[0-9]+$ ]] || refuse "--pod-range: \"$range\" is no range" 2
        problem=$(range_problem "$range")
        [ -z "$problem" ] || refuse "--pod-range: \"$range\" is no range: $problem" 2
        if [[ $expected == *:* ]] && [[ $range != *:* ]]; then
            refuse "--pod-range: \"$range\" stands where $list has IPv6" 2
        elif [[ $expected != *:* ]] && [[ $range == *:* ]]; then
            refuse "--pod-range: \"$range\" stands where $list has IPv4" 2
        fi
    done < <(sed -n 's/.*"subnet": "\([^"]*\)".*/\1/p' "$shipped")
}

range_problem() {
    local ipam="{\"type\": \"host-local\", \"dataDir\": \"/proc/none\", \"subnet\": \"$1\"}"
    local network="{\"cniVersion\": \"1.1.0\", \"name\": \"range\", \"type\": \"host-local\", "
    { CNI_COMMAND=STATUS "$from/martlet-cni" <<<"$network\"ipam\": $ipam}" 2>&1 || true; } \
        | sed -n 's/^ *"msg": "ipam[^ ]*: \(.*\)",\{0,1\}$/\1/p' | sed 's/, found .*//; s/\\"/"/g'
}

check_programs() {
    local name
    [ -n "$from" ] || { usage >&2; exit 2; }
    [ -f "$from/martlet-cni" ] && [ -x "$from/martlet-cni" ] \
        || refuse "$from/martlet-cni is no program; build it with: make build"
    [ ! -d "$bin/martlet-cni" ] || refuse "$bin/martlet-cni is a folder"
    for name in "${names[@]}"; do
        if ! is_there "$bin/$name" || is_ours "$bin/$name"; then continue; fi
        [ ! -d "$bin/$name" ] || refuse "$bin/$name is a folder"
        [ "$replace" = yes ] || refuse "$bin/$name is another plugin; --replace sets it aside"
        # Both names of one file are what a run that was killed has left.
        if is_there "$bin/$name$aside" && ! [ "$bin/$name" -ef "$bin/$name$aside" ]; then
            refuse "$bin/$name$aside is there already: remove it, or $bin/$name"
        fi
    done
    may_write "$bin"
}

if [ "$uninstall" = yes ]; then
    if [ -d "$bin" ]; then may_write "$bin"; fi
    remove_all
    exit 0
fi
check_programs
if [ -n "$conflist" ]; then check_list; fi

# Program and links appear under their names in one step: a runtime may call one at any time, and
# whoever kills this run leaves a plugin under each name, the former one or ours.
act mkdir -p "$bin"
if command -v strip >/dev/null; then
    act strip -o "$bin/.martlet-cni.new" "$from/martlet-cni"
    act chmod 755 "$bin/.martlet-cni.new"
else
    act install -m 755 "$from/martlet-cni" "$bin/.martlet-cni.new"
fi
act mv -f "$bin/.martlet-cni.new" "$bin/martlet-cni"
for name in "${names[@]}"; do
    if is_ours "$bin/$name"; then continue; fi
    if is_there "$bin/$name" && ! is_there "$bin/$name$aside"; then
        act ln -P "$bin/$name" "$bin/$name$aside"
    fi
    act ln -sf martlet-cni "$bin/.$name.new"
    act mv -fT "$bin/.$name.new" "$bin/$name"
done
if [ -n "$conflist" ]; then
    act mkdir -p "$(dirname "$conflist")"
    # Runtimes read every .conflist, so a half-written one must not be there either.
    if [ "$dry" = yes ]; then
        echo "write $conflist"
    else
        filled >"$conflist.new"
        chmod 644 "$conflist.new"
        mv -f "$conflist.new" "$conflist"
    fi
fi
