import NetworkAddress
import Nftables

extension PacketCondition {
    /// As it stands in the name of a group: `not-from-192.0.2.0/24`.
    var name: String {
        let word =
            switch subject {
            case .source(let prefix): "from-" + RuleTables.name(prefix)
            case .destination(let prefix): "to-" + RuleTables.name(prefix)
            case .inputInterface(let name): "in-" + name
            }
        return isInverted ? "not-" + word : word
    }

    /// Reads `name`.
    init?(name: String) {
        var rest = Substring(name)
        isInverted = rest.hasPrefix("not-")
        if isInverted { rest = rest.dropFirst(4) }
        func prefix(_ text: Substring) -> IPPrefix? {
            IPPrefix(text.map { $0 == "_" ? ":" : String($0) }.joined())
        }
        if rest.hasPrefix("from-"), let prefix = prefix(rest.dropFirst(5)) {
            subject = .source(prefix)
        } else if rest.hasPrefix("to-"), let prefix = prefix(rest.dropFirst(3)) {
            subject = .destination(prefix)
        } else if rest.hasPrefix("in-") {
            subject = .inputInterface(String(rest.dropFirst(3)))
        } else {
            return nil
        }
    }

    /// The match in a rule.
    func statement(_ family: AddressFamily) -> Statement {
        let comparison: Comparison = isInverted ? .notEqual : .equal
        switch subject {
        case .source(let prefix):
            return .matchPrefix(RuleTables.source(family), comparison, prefix)
        case .destination(let prefix):
            return .matchPrefix(RuleTables.destination(family), comparison, prefix)
        case .inputInterface(let name):
            guard name.hasSuffix("+") else {
                return .match(.inputInterface, comparison, FieldBytes().interfaceName(name))
            }
            return .matchNamePrefix(.inputInterface, comparison, String(name.dropLast()))
        }
    }
}
