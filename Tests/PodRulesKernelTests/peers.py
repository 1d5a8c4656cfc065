#!/usr/bin/env python3
"""peers.py serve PORT FILE: answers over TCP and UDP, versions 4 and 6, with whom it sees; FILE is
made once it listens. Ends with who started it.
peers.py ask KIND/ADDRESS/PORT[/SOURCEPORT]…: prints a line for each, in order: whom the server saw, or -.
"""
import ctypes
import os
import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor


def end_with_parent():
    """Not by SIGKILL: the kernel takes the thread that started this one for the parent, and threads
    of a pool end whenever they have nothing to do."""
    parent = os.getppid()
    signal.signal(signal.SIGUSR1, lambda *_: os.getppid() == parent or os._exit(0))
    ctypes.CDLL(None).prctl(1, signal.SIGUSR1)


def serve(port, ready):
    end_with_parent()

    def datagrams():
        while True:
            _, peer = udp.recvfrom(2000)
            udp.sendto(peer[0].removeprefix("::ffff:").encode(), peer)

    udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    udp.bind(("::", port))
    tcp = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    threading.Thread(target=datagrams, daemon=True).start()
    open(ready, "w").close()
    while True:
        connection, peer = tcp.accept()
        connection.sendall(peer[0].removeprefix("::ffff:").encode())
        connection.close()


def ask(question):
    kind, address, port, *source = question.split("/")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        if kind == "tcp":
            connection = socket.create_connection((address, int(port)), timeout=1)
            return connection.recv(2000).decode() or "-"
        connection = socket.socket(family, socket.SOCK_DGRAM)
        connection.settimeout(0.5)
        if source:
            connection.bind(("", int(source[0])))
        connection.connect((address, int(port)))
        # A datagram may be lost while a neighbour is looked for.
        for _ in range(3):
            connection.send(b"?")
            try:
                return connection.recv(2000).decode()
            except TimeoutError:
                pass
    except OSError:
        pass
    return "-"


if sys.argv[1] == "serve":
    serve(int(sys.argv[2]), sys.argv[3])
else:
    with ThreadPoolExecutor(len(sys.argv)) as pool:
        print("\n".join(pool.map(ask, sys.argv[2:])))
