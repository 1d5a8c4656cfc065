// The room Nftables.
