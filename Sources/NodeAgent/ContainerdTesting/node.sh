#!/bin/bash
# A node for a test: containerd in a network, processes and mounts of its own. All of it ends with
# this program.
#
#   node.sh FOLDER CNI_BIN [NETNS]
#
# FOLDER/net.d     what the test puts there: the pods' network
# FOLDER/registries/NAME/hosts.toml: where the images of a registry are had
# FOLDER/down      as long as this file is there, containerd is not started again
# FOLDER/containerd.{sock,pid,log}
# FOLDER/var-log   what the node sees as /var/log
# FOLDER/var-lib   what the node sees as /var/lib: addresses held for pods, results of ADD
# NETNS            the file of a network namespace to stand in; otherwise a new one
set -euo pipefail
folder=$1 plugins=$2 network=${3-}

# Where the file system can't, a container's files are copied.
snapshotter=native
mkdir "$folder/try" "$folder/try/"{lower,upper,work,all}
layers="lowerdir=$folder/try/lower,upperdir=$folder/try/upper,workdir=$folder/try/work"
if unshare --mount mount -t overlay -o "$layers" overlay "$folder/try/all" 2> "$folder/try/why"
then snapshotter=overlayfs
fi

cat > "$folder/config.toml" <<TOML
version = 2
root = "$folder/root"
state = "$folder/state"
[grpc]
  address = "$folder/containerd.sock"
[ttrpc]
  address = "$folder/containerd.sock.ttrpc"
[plugins."io.containerd.internal.v1.opt"]
  path = "$folder/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "martlet.test/pause:1"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$folder/registries"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$plugins"
    conf_dir = "$folder/net.d"
TOML

if [ -n "$network" ]; then
    enter=(nsenter "--net=$network" unshare)
else
    enter=(unshare --net)
fi
exec "${enter[@]}" --mount --pid --ipc --uts --propagation private \
    --fork --kill-child --mount-proc bash -c '
    cd /
    exec 2>> "$0/containerd.log"
    mount -t tmpfs run /run
    mkdir -p "$0/var-log" && mount --bind "$0/var-log" /var/log
    mkdir -p "$0/var-lib" && mount --bind "$0/var-lib" /var/lib
    ip link set lo up
    # The first process takes in what others leave behind, and starts containerd again.
    while true; do
        if [ ! -e "$0/down" ]; then
            containerd --config "$0/config.toml" &
            echo $! > "$0/containerd.pid"
            wait $! || true
        fi
        sleep 0.1
    done' "$folder"
