import KubernetesAPI
import NetworkAddress

extension ServiceCatalog {
    mutating func apply(_ node: Node) {
        var found = ProblemList(of: node.key)
        let facts = NodeFacts(node, &found)
        tell(found)
        take(facts)
    }

    /// Looks at those Services again for which it matters. Nodes write their status every few
    /// minutes: mostly it is for none.
    mutating func take(_ new: NodeFacts) {
        let old = node
        guard new != old else { return }
        node = new
        hasChangedSurroundings = true
        let hasNewZone = new.zone != old.zone
        let hasNewAddresses = Set(new.addresses) != Set(old.addresses)
        guard hasNewZone || hasNewAddresses else { return }
        for (key, entry) in entries {
            let isConcerned =
                hasNewZone && entry.slices.contains { $0.value.hasHints }
                || hasNewAddresses && entry.service?.value.sourceRanges != nil
            if isConcerned { changed.insert(key) }
        }
    }

    mutating func apply(_ range: ServiceCIDR) {
        var found = ProblemList(of: range.key)
        var prefixes: [IPPrefix] = []
        for (index, text) in range.cidrs.enumerated() {
            if let prefix = IPPrefix(text) {
                prefixes.append(prefix)
            } else {
                found.add(
                    "spec.cidrs[\(index)]", expected: "a prefix like 10.96.0.0/16", found: text)
            }
        }
        tell(found)
        guard serviceCIDRsByName.updateValue(prefixes, forKey: range.metadata.name) != prefixes
        else { return }
        hasChangedSurroundings = true
    }

    /// This node's addresses, as its Node object says.
    public var nodeAddresses: [IPAddress] { node.addresses }

    /// The primary address of each family: the first internal one, else the first external one.
    public var primaryNodeAddresses: [IPAddress] { node.primaryAddresses }
}
