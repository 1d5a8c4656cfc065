// The room PodNetwork.
