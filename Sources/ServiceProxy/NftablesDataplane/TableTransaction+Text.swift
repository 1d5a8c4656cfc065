import Nftables

extension TableTransaction {
    /// The transaction in nft's own words, one command a line; empty when there is nothing to do.
    public var text: [String] {
        let words = NftablesText()
        let table = layout.table
        var lines: [String] = []
        if replacesTable { lines.append("delete table \(table)") }
        if createsTable || replacesTable { lines.append("add table \(table)") }
        lines += newSets.map { words.addCommand(layout.set($0)) }
        lines += newChains.map { words.addCommand($0.chain) }
        lines += rewrittenChains.map { "flush chain \(table) \($0.chain.name)" }
        for plan in newChains + rewrittenChains {
            lines += plan.rules.map { "add rule \(table) \(plan.chain.name) \(words.text($0))" }
        }
        for (name, elements) in strangers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines += elements.map { words.command("delete", $0, layout.set(name)) }
        }
        for element in difference.deleted {
            lines.append(words.command("delete", element.keyElement, layout.set(element.set)))
        }
        for client in forgottenClients {
            lines.append(words.command("delete", client, layout.set(.affinities)))
        }
        for element in difference.added {
            lines.append(words.command("add", element.element, layout.set(element.set)))
        }
        lines += obsoleteChains.map { "delete chain \(table) \($0)" }
        return lines
    }
}

extension NftablesText {
    fileprivate func addCommand(_ set: NftSet) -> String { "add set \(set.table) \(set.name)" }
    fileprivate func addCommand(_ chain: Chain) -> String { "add chain \(chain.table) \(chain.name)" }
    fileprivate func command(_ verb: String, _ element: Element, _ set: NftSet) -> String {
        "\(verb) element \(set.table) \(set.name) \(element.key.array)"
    }
}
