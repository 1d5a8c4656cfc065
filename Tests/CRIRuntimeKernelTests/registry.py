#!/usr/bin/env python3
"""registry.py FILE ADDRESS PORT: a registry over plain HTTP that has the images of an archive.

An image is found by the last part of its name: netlab.martlet.dev/tools:latest as tools:latest.
"""
import http.server
import json
import re
import sys
import tarfile

FILE, ADDRESS, PORT = sys.argv[1], sys.argv[2], int(sys.argv[3])


def read():
    """Blobs by digest, and the digests and types of manifests by name."""
    blobs, manifests = {}, {}
    with tarfile.open(FILE) as tar:
        for member in tar.getmembers():
            data = tar.extractfile(member).read() if member.isfile() else b""
            if member.name.startswith("blobs/sha256/"):
                blobs["sha256:" + member.name.split("/")[-1]] = data
            elif member.name == "index.json":
                index = json.loads(data)
    for entry in index["manifests"]:
        name = entry["annotations"]["io.containerd.image.name"].split("/")[-1]
        manifests[name] = manifests[entry["digest"]] = (entry["digest"], entry["mediaType"])
    return blobs, manifests


BLOBS, MANIFESTS = read()


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def find(self):
        """What a request asks for: digest and media type, or nothing."""
        path = self.path.split("?")[0]
        asked = re.fullmatch(r"/v2/(?:.*/)?([^/]+)/(manifests|blobs)/([^/]+)", path)
        if not asked:
            return None
        name, kind, reference = asked.groups()
        if kind == "blobs":
            return (reference, "application/octet-stream") if reference in BLOBS else None
        return MANIFESTS.get(reference) or MANIFESTS.get(name + ":" + reference)

    def answer(self, with_body):
        found = self.find()
        body = BLOBS[found[0]] if found else b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}'
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", found[1] if found else "application/json")
        self.send_header("Content-Length", str(len(body)))
        if found:
            self.send_header("Docker-Content-Digest", found[0])
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def do_GET(self):
        self.answer(True)

    def do_HEAD(self):
        self.answer(False)

    def log_message(self, form, *values):
        pass


http.server.ThreadingHTTPServer((ADDRESS, PORT), Registry).serve_forever()
