#!/bin/bash
# Makes cri.pb.swift from cri.proto. README.md says when and with what.
set -euo pipefail
cd "$(dirname "$0")"
root=$(git rev-parse --show-toplevel)
plugin=${PROTOC_GEN_SWIFT:-$root/.build/protobuf/debug/protoc-gen-swift}
if [ ! -x "$plugin" ]; then
    swift build --package-path "$root/.build/checkouts/swift-protobuf" \
        --scratch-path "$root/.build/protobuf" --product protoc-gen-swift
fi
protoc --plugin="$plugin" --swift_opt=Visibility=Package --swift_out=. cri.proto
