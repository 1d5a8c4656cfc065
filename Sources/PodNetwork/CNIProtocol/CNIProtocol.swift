// The room CNIProtocol.
