// The room Netlink.
