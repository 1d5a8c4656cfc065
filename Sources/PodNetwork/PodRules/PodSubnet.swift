import NetworkAddress
import Nftables

/// What masquerades the pods of one network: a set of pods and a rule, made with the first of them.
///
/// That the rule names the network, and the set's elements are in it, is what lets "to elsewhere"
/// be one comparison; a set over pairs of pod and network would be copied whole by the kernel for
/// each new pod.
package struct PodSubnet: Hashable {
    /// The network.
    package let prefix: IPPrefix

    private static let start = "masquerade-"

    /// The pods that are masqueraded.
    var set: NftSet {
        NftSet(
            Self.start + RuleTables.name(prefix), in: RuleTables.routed,
            key: .fields(RuleTables.source(prefix.family)))
    }

    /// The length of the prefix that a set's name says; nil for another set.
    static func prefixLength(ofSet name: String) -> Int? {
        guard name.hasPrefix(start), let slash = name.lastIndex(of: "/") else { return nil }
        return Int(name[name.index(after: slash)...])
    }

    /// What no translation may touch, beside the pods' own network.
    private var multicast: IPPrefix? {
        IPPrefix(prefix.family == .ipv4 ? "224.0.0.0/4" : "ff00::/8")
    }

    /// The rule that asks the set.
    var rule: Rule {
        let destination = RuleTables.destination(prefix.family)
        var statements: [Statement] = [
            RuleTables.isOf(prefix.family),
            .lookup([RuleTables.source(prefix.family)], set.name),
            .matchPrefix(destination, .notEqual, prefix),
        ]
        if let multicast { statements.append(.matchPrefix(destination, .notEqual, multicast)) }
        return Rule(
            RuleTables.routed, RuleChain.postrouting.name,
            statements: statements + [.masquerade()], comment: "what leaves \(prefix)")
    }
}
