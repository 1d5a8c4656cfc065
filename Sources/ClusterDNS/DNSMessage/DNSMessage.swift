// The room DNSMessage.
