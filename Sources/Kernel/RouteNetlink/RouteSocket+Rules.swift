import LinuxSystem
import Netlink
import NetworkAddress

extension RouteSocket {
    /// The rules that choose tables, in the order they are asked.
    public func rules(family: AddressFamily) throws(NetlinkError) -> [Rule] {
        try dump(
            RouteMessageType.getRule, "list rules", "",
            {
                $0.append(u8: family.number)
                $0.append(zeros: 11)
            }
        ) { message throws(NetlinkDecodeError) in try Rule(decoding: message.body) }
    }

    /// Adds a rule. Throws EEXIST when there is the same.
    public func add(_ rule: Rule) throws(NetlinkError) {
        try request(
            RouteMessageType.newRule, [.create, .exclusive], "add rule", rule.description
        ) { rule.encode(into: &$0) }
    }

    /// Deletes a rule. Throws ENOENT when there is none.
    public func delete(_ rule: Rule) throws(NetlinkError) {
        try request(RouteMessageType.deleteRule, [], "delete rule", rule.description) {
            rule.encode(into: &$0)
        }
    }
}

extension Rule: CustomStringConvertible {
    /// `100: from 10.0.0.0/8 table 7`.
    public var description: String {
        var text = priority.map { "\($0): " } ?? ""
        text += "from \(from?.description ?? "all")"
        if let to { text += " to \(to)" }
        if let mark { text += " mark \(mark)" }
        if let inputLink { text += " iif \(inputLink)" }
        if let outputLink { text += " oif \(outputLink)" }
        return text + " table \(table.rawValue)"
    }
}
