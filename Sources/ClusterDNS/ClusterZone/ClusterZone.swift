// The room ClusterZone.
