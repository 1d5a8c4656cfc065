import NetworkAddress
import Nftables

extension HostPortGroup {
    private var mark: UInt32 { 1 << UInt32(markBit) }

    /// Looks the packet up, and translates it when it is one.
    private var translating: ChainName { ChainName("ports-" + name) }

    /// The same, with the mark for masquerading on the packets that are translated.
    private var marking: ChainName { ChainName("marked-ports-" + name) }

    /// The group's own chains.
    var chains: [Chain] {
        let own = masquerading == .none ? [translating] : [translating, marking]
        return own.map { Chain($0, in: RuleTables.routed) }
    }

    var rules: [Rule] {
        var rules = translations(in: translating)
        if masquerading != .none { rules += markingRules + [masqueradeRule] }
        return rules + entrances
    }

    /// The mark is set before the look-up, which ends the way of a packet that it translates; the
    /// packets that come through lose it again.
    private var markingRules: [Rule] {
        [
            rule(marking, "mark, \(name)", [.set(.mark, .or(.mark, mark))])
        ] + translations(in: marking) + [
            rule(marking, "no mark, \(name)", [.set(.mark, .and(.mark, ~mark))])
        ]
    }

    private var masqueradeRule: Rule {
        rule(
            RuleChain.postrouting.name, "host ports, \(name)",
            [.matchFlags(.mark, mark), .masquerade()])
    }

    /// Who is marked, and then everybody: a packet that has the mark already need not get it.
    private var entrances: [Rule] {
        var sources: [(String, [Statement])] = []
        switch masquerading {
        case .none: break
        case .all: sources = [("all", [])]
        case .local:
            let source = RuleTables.source(family)
            sources = [("network", [.matchPrefix(source, .equal, network)])]
            // The kernel routes ::1 nowhere.
            if family == .ipv4, let loopback = IPPrefix("127.0.0.1/32") {
                sources.append(("loopback", [.matchPrefix(source, .equal, loopback)]))
            }
        }
        let marked = sources.map { word, statements in
            rule(
                RuleChain.hostPorts.name, "\(word), \(name)",
                matches + statements + [
                    .matchFlags(.mark, mark, isInverted: true), .verdict(.jump(marking)),
                ])
        }
        return marked + [
            rule(RuleChain.hostPorts.name, name, matches + [.verdict(.jump(translating))])
        ]
    }

    private var matches: [Statement] {
        [RuleTables.isOf(family)] + conditions.map { $0.statement(family) }
    }

    private func rule(
        _ chain: ChainName, _ comment: String, _ statements: [Statement]
    ) -> Rule {
        Rule(RuleTables.routed, chain, statements: statements, comment: comment)
    }

    /// An address of its own comes before all of them.
    private func translations(in chain: ChainName) -> [Rule] {
        let parts: [Field] = [.l4Protocol, .destinationPort]
        return [
            translation(
                in: chain, [RuleTables.destination(family)] + parts, addressPorts.name,
                "address, \(chain)"),
            translation(in: chain, parts, ports.name, "any address, \(chain)"),
        ]
    }

    /// Written in the kernel's steps: what a map's data are is known here, and could not be told
    /// from a key without an address.
    private func translation(
        in chain: ChainName, _ key: [Field], _ map: String, _ comment: String
    ) -> Rule {
        let port = Register.word(family == .ipv4 ? 1 : 4)
        var statements: [Statement] = [RuleTables.isOf(family)]
        var index = 0
        for field in key {
            let register = Register.word(index)
            switch field {
            case .payload(let field):
                statements.append(
                    .raw(
                        .payload(
                            PayloadExpression(
                                destination: register, base: field.base, offset: field.offset,
                                length: field.length))))
                index += (field.length + 3) / 4
            case .meta(let key):
                statements.append(.raw(.meta(MetaExpression(key, .load(register)))))
                index += 1
            default: break
            }
        }
        let lookup = LookupExpression(set: map, source: .word(0), destination: .word(0))
        let translation = NATExpression(
            type: 1, family: family == .ipv4 ? 2 : 10, address: .word(0), lastAddress: .word(0),
            port: port, lastPort: port, flags: [.addresses, .ports])
        statements += [.raw(.lookup(lookup)), .raw(.nat(translation))]
        return rule(chain, comment, statements)
    }
}
