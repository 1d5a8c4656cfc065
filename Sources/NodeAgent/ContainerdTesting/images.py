#!/usr/bin/env python3
"""images.py FILE [PROGRAMS]: an archive of the images that the tests run, made without a registry.

martlet.test/busybox:1          Debian's static busybox under its usual names
martlet.test/pause:1            the same, asleep: what a sandbox runs
netlab.martlet.dev/responder    with a folder of programs: netlab, which answers who it is
netlab.martlet.dev/tools        netlab and busybox's shell
netlab.martlet.dev/clusterdns   the DNS server
"""
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

BUSYBOX = "/usr/bin/busybox"
FOLDERS = {"bin": 0o755, "dev": 0o755, "etc": 0o755, "proc": 0o755, "sys": 0o755, "tmp": 0o1777}
USERS = b"root:x:0:0:root:/:/bin/sh\nweb:x:1000:1000:web:/:/bin/sh\n"


def archive(entries):
    """A tar file of (name, content or link target or None for a folder, mode)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        for name, content, mode in entries:
            member = tarfile.TarInfo(name)
            member.mode = mode
            if content is None:
                member.type = tarfile.DIRTYPE
                tar.addfile(member)
            elif isinstance(content, str):
                member.type = tarfile.SYMTYPE
                member.linkname = content
                tar.addfile(member)
            else:
                member.size = len(content)
                tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


def program(path):
    """A program without its symbols, as /bin/<name>, and the libraries that it loads."""
    with tempfile.TemporaryDirectory() as folder:
        stripped = os.path.join(folder, "stripped")
        subprocess.run(["strip", "-o", stripped, path], check=True)
        with open(stripped, "rb") as file:
            entries = [("bin/" + os.path.basename(path), file.read(), 0o755)]
    loaded = subprocess.run(["ldd", path], capture_output=True, check=True, text=True).stdout
    for library in sorted(set(re.findall(r"(/\S+) \(0x", loaded))):
        with open(library, "rb") as file:
            entries.append((library.lstrip("/"), file.read(), 0o755))
    return entries


def root(*more):
    with open(BUSYBOX, "rb") as file:
        busybox = file.read()
    applets = subprocess.run([BUSYBOX, "--list"], capture_output=True, check=True, text=True)
    entries = [(name, None, mode) for name, mode in FOLDERS.items()]
    entries += [("bin/busybox", busybox, 0o755), ("etc/passwd", USERS, 0o644)]
    names = set(applets.stdout.split()) - {"busybox"}
    entries += [("bin/" + name, "busybox", 0o777) for name in sorted(names)]
    return archive(entries + [entry for path in more for entry in program(path)])


class Layout:
    """Blobs by their digest, and an index of images: OCI's image layout."""

    def __init__(self):
        self.blobs = {}
        self.images = []

    def add(self, data):
        digest = hashlib.sha256(data).hexdigest()
        self.blobs[digest] = data
        return {"digest": "sha256:" + digest, "size": len(data)}

    def image(self, name, layer, config):
        kind = "application/vnd.oci.image."
        tar = self.add(layer)
        described = self.add(json.dumps({
            "architecture": "amd64", "os": "linux", "config": config,
            "rootfs": {"type": "layers", "diff_ids": [tar["digest"]]},
        }).encode())
        manifest = self.add(json.dumps({
            "schemaVersion": 2, "mediaType": kind + "manifest.v1+json",
            "config": {"mediaType": kind + "config.v1+json", **described},
            "layers": [{"mediaType": kind + "layer.v1.tar", **tar}],
        }).encode())
        self.images.append({
            "mediaType": kind + "manifest.v1+json", **manifest,
            "annotations": {"io.containerd.image.name": name,
                            "org.opencontainers.image.ref.name": name},
        })

    def write(self, path):
        index = json.dumps({"schemaVersion": 2, "manifests": self.images}).encode()
        entries = [("oci-layout", b'{"imageLayoutVersion": "1.0.0"}', 0o644)]
        entries += [("index.json", index, 0o644)]
        entries += [("blobs/sha256/" + digest, data, 0o644)
                    for digest, data in self.blobs.items()]
        with open(path, "wb") as file:
            file.write(archive(entries))


def main():
    layout = Layout()
    layer = root()
    path = ["PATH=/bin"]
    layout.image("martlet.test/busybox:1", layer, {"Env": path, "Cmd": ["sh"]})
    layout.image("martlet.test/pause:1", layer,
                 {"Env": path, "Entrypoint": ["sleep", "2147483647"]})
    if len(sys.argv) > 2:
        path.append("SWIFT_BACKTRACE=enable=no")
        netlab = root(os.path.join(sys.argv[2], "netlab"))
        server = root(os.path.join(sys.argv[2], "clusterdns"))
        name = "netlab.martlet.dev/"
        layout.image(name + "responder:latest", netlab,
                     {"Env": path, "Entrypoint": ["netlab", "respond"]})
        layout.image(name + "tools:latest", netlab, {"Env": path, "Cmd": ["sh"]})
        layout.image(name + "clusterdns:latest", server,
                     {"Env": path, "Entrypoint": ["clusterdns"]})
    layout.write(sys.argv[1])


main()
