// The room NetworkAddress.
