#!/usr/bin/env python3
"""server.py NAME PORT FILE: answers over TCP and UDP, versions 4 and 6, `NAME PEER`; FILE is made
once it listens. Ends with who started it.
"""
import ctypes
import os
import signal
import socket
import sys
import threading

name, port, ready = sys.argv[1], int(sys.argv[2]), sys.argv[3]


def end_with_parent():
    """Not by SIGKILL: the kernel takes the thread that started this one for the parent, and threads
    of a pool end whenever they have nothing to do."""
    parent = os.getppid()
    signal.signal(signal.SIGUSR1, lambda *_: os.getppid() == parent or os._exit(0))
    ctypes.CDLL(None).prctl(1, signal.SIGUSR1)


def answer(peer):
    return ("%s %s" % (name, peer[0].removeprefix("::ffff:"))).encode()


def datagrams():
    while True:
        _, peer = udp.recvfrom(2000)
        udp.sendto(answer(peer), peer)


end_with_parent()
udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
udp.bind(("::", port))
tcp = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
threading.Thread(target=datagrams, daemon=True).start()
open(ready, "w").close()
while True:
    connection, peer = tcp.accept()
    connection.sendall(answer(peer))
    connection.close()
