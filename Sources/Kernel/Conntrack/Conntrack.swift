// The room Conntrack.
