import Nftables

extension TableTransaction {
    /// The transaction in nft's own words, one command a line; empty when there is nothing to do.
    public var text: [String] {
        let words = NftablesText(sets: layout.sets)
        let table = layout.table
        var lines: [String] = []
        if replacesTable { lines.append("delete table \(table)") }
        if createsTable || replacesTable { lines.append(words.command(adding: layout.ownTable)) }
        lines += newSets.map { words.command(adding: layout.set($0)) }
        lines += newChains.map { words.command(adding: $0.chain) }
        lines += rewrittenChains.map { "flush chain \(table) \($0.chain.name)" }
        for plan in newChains + rewrittenChains {
            lines += plan.rules.map { "add rule \(table) \(plan.chain.name) \(words.text($0))" }
        }
        for (name, elements) in strangers.sorted(by: { $0.key.name < $1.key.name }) {
            lines += elements.map { words.command("delete", $0, layout.set(name)) }
        }
        for (name, run) in difference.deleted.runs {
            lines += run.map { words.command("delete", $0.keyElement, layout.set(name)) }.sorted()
        }
        lines += forgottenClients.map { client in
            words.command("delete", Element(client.key), layout.set(.affinities))
        }
        var additions: [SetName: [String]] = [:]
        forEachAddition { name, piece in
            additions[name, default: []] += piece.map {
                words.command("add", $0.element, layout.set(name))
            }
        }
        for name in SetName.allCases { lines += (additions[name] ?? []).sorted() }
        lines += obsoleteChains.map { "delete chain \(table) \($0)" }
        return lines
    }
}

extension NftablesText {
    /// `add table ip svcproxy { comment "svcproxy"; }`
    fileprivate func command(adding table: Table) -> String {
        let comment = table.comment.map { " { comment \"\($0)\"; }" } ?? ""
        return "add table \(table.reference)\(comment)"
    }

    /// `add map ip svcproxy services { typeof … }`
    fileprivate func command(adding set: NftSet) -> String {
        let kind = set.data == nil ? "set" : "map"
        return "add \(kind) \(set.table) \(set.name) { \(Self.inside(text(set))) }"
    }

    /// `add chain ip svcproxy nat-output { type nat hook output priority -100; policy accept; }`
    fileprivate func command(adding chain: Chain) -> String {
        let inside = Self.inside(text(chain, rules: []))
        return "add chain \(chain.table) \(chain.name)" + (inside.isEmpty ? "" : " { \(inside) }")
    }

    fileprivate func command(_ verb: String, _ element: Element, _ set: NftSet) -> String {
        "\(verb) element \(set.table) \(set.name) { \(text(element, of: set)) }"
    }

    /// The lines between a block's braces, as one.
    private static func inside(_ block: String) -> String {
        let lines = block.split(separator: "\n").dropFirst().dropLast()
        return lines.map { line -> String in
            let text = String(line.drop { $0 == "\t" || $0 == " " })
            return text.hasSuffix(";") ? text : text + ";"
        }.joined(separator: " ")
    }
}
