/// Nobody may grant what they don't hold: whether one set of rules covers another.
extension PolicyRule {
    /// The parts of `rules` that `owned` doesn't cover; empty when all is covered.
    static func missing(_ rules: [PolicyRule], from owned: [PolicyRule]) -> [PolicyRule] {
        rules.flatMap(\.parts).filter { part in !owned.contains { $0.covers(part) } }
    }

    /// The rule as rules of one verb on one resource (and one name), or on one path.
    var parts: [PolicyRule] {
        var parts: [PolicyRule] = []
        for group in apiGroups {
            for resource in resources {
                for verb in verbs {
                    let part = PolicyRule(
                        verbs: [verb], apiGroups: [group], resources: [resource])
                    if resourceNames.isEmpty { parts.append(part) }
                    for name in resourceNames {
                        var named = part
                        named.resourceNames = [name]
                        parts.append(named)
                    }
                }
            }
        }
        for url in nonResourceURLs {
            for verb in verbs { parts.append(PolicyRule(verbs: [verb], nonResourceURLs: [url])) }
        }
        return parts
    }

    /// Whether a single part is within this rule.
    private func covers(_ part: PolicyRule) -> Bool {
        Self.coversAll(verbs, part.verbs) && Self.coversAll(apiGroups, part.apiGroups)
            && coversResources(part.resources)
            && part.nonResourceURLs.allSatisfy { allows(path: $0) }
            && coversNames(part.resourceNames)
    }

    private static func coversAll(_ owned: [String], _ wanted: [String]) -> Bool {
        owned.contains("*") || wanted.allSatisfy(owned.contains)
    }

    private func coversResources(_ wanted: [String]) -> Bool {
        if Self.coversAll(resources, wanted) { return true }
        return wanted.allSatisfy { resource in
            if resources.contains(resource) { return true }
            let halves = resource.split(separator: "/", omittingEmptySubsequences: false)
            return halves.count == 2 && resources.contains("*/\(halves[1])")
        }
    }

    private func coversNames(_ wanted: [String]) -> Bool {
        if resourceNames.isEmpty { return true }
        return !wanted.isEmpty && wanted.allSatisfy(resourceNames.contains)
    }

    /// Rules on the same single resource become one, with all their verbs.
    static func compact(_ rules: [PolicyRule]) -> [PolicyRule] {
        struct Resource: Hashable {
            var group: String
            var resource: String
            var name: String?
        }
        var compacted: [PolicyRule] = []
        var positions: [Resource: Int] = [:]
        for rule in rules {
            let isSimple =
                rule.apiGroups.count == 1 && rule.resources.count == 1
                && rule.resourceNames.count <= 1 && rule.nonResourceURLs.isEmpty
            guard isSimple else {
                compacted.append(rule)
                continue
            }
            let resource = Resource(
                group: rule.apiGroups[0], resource: rule.resources[0],
                name: rule.resourceNames.first)
            if let position = positions[resource] {
                compacted[position].verbs += rule.verbs
            } else {
                positions[resource] = compacted.count
                compacted.append(rule)
            }
        }
        return compacted
    }
}
