#!/usr/bin/env python3
"""client.py tcp|udp ADDRESS PORT: prints what a server answers, or why it doesn't."""
import socket
import sys

kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
family = socket.AF_INET6 if ":" in address else socket.AF_INET
try:
    if kind == "tcp":
        connection = socket.create_connection((address, port), timeout=5)
    else:
        connection = socket.socket(family, socket.SOCK_DGRAM)
        connection.settimeout(5)
        connection.connect((address, port))
        connection.send(b"?")
    print(connection.recv(2000).decode())
except OSError as error:
    print("no answer:", error)
