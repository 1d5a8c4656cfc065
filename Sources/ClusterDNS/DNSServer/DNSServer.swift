// The room DNSServer.
