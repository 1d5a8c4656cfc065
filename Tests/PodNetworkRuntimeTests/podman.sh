#!/bin/bash
# A node for a test: what podman needs, in a network, processes and mounts of its own. All of it
# ends with this program.
#
#   podman.sh FOLDER CNI_BIN
#
# FOLDER/net.d     podman's networks
# FOLDER/var-lib   what the node sees as /var/lib: addresses held for containers, results of ADD
# FOLDER/ready     is there once the node stands
set -euo pipefail
folder=$1 plugins=$2

cat > "$folder/containers.conf" <<TOML
[network]
network_backend = "cni"
cni_plugin_dirs = ["$plugins"]
network_config_dir = "$folder/net.d"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "$folder/state"
static_dir = "$folder/storage/libpod"
volume_path = "$folder/storage/volumes"
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
TOML
cat > "$folder/storage.conf" <<TOML
[storage]
driver = "vfs"
graphroot = "$folder/storage"
runroot = "$folder/run"
TOML

exec unshare --net --mount --pid --ipc --uts --propagation private --fork --kill-child \
    --mount-proc bash -c '
    cd /
    mount -t tmpfs run /run
    mkdir -p "$0/var-lib" && mount --bind "$0/var-lib" /var/lib
    ip link set lo up
    touch "$0/ready"
    # The first process takes in what others leave behind.
    while true; do sleep 0.2; done' "$folder"
