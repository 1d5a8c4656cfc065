import KubernetesAPI

extension Service {
    /// What the Service asks for that is not done yet, a sentence each.
    ///
    /// It is programmed all the same, so its owner must be told: traffic that goes elsewhere than
    /// asked would be a surprise.
    var notFollowedYet: [String] {
        var sentences: [String] = []
        if spec.externalTrafficPolicy == .local {
            sentences.append("externalTrafficPolicy: Local is not followed yet: Cluster is used")
        }
        if spec.internalTrafficPolicy == .local {
            sentences.append("internalTrafficPolicy: Local is not followed yet: Cluster is used")
        }
        if !spec.loadBalancerSourceRanges.isEmpty {
            sentences.append(
                "loadBalancerSourceRanges are not followed yet: "
                    + "its load-balancer addresses stay closed"
            )
        }
        return sentences.map { "Service \(metadata.namespace)/\(metadata.name): \($0)" }
    }
}
