/// A table's elements without what its history decides: numbers, codes, and which index an endpoint
/// has. Two tables that do the same are equal.
package struct CanonicalElements: Hashable, Sendable {
    /// How often each occurs, as text: with targets and chains in place of numbers and codes.
    package let counts: [String: Int]

    /// From elements as they were read or must be.
    package init(_ elements: [TableElement.Identity: TableElement.Value]) {
        var names: [UInt32: String] = [:]
        var chains: [UInt32: String] = [:]
        var memories: [UInt32: String] = [:]
        for (identity, value) in elements.sorted(by: { $0.key < $1.key }) {
            switch (identity.set, value) {
            case (.services, .fields(let fields)), (.nodePorts, .fields(let fields)),
                (.firewalled, .fields(let fields)):
                // The first target stands for the port.
                let number = ServiceNumber(rawValue: fields.native(at: 0))
                if names[number.port] == nil { names[number.port] = "\(identity.key.bytes)" }
            case (.programs, .chain(let name)): chains[identity.key.native(at: 0)] = name
            case (.memories, .chain(let name)): memories[identity.key.native(at: 0)] = name
            default: break
            }
        }
        func text(_ number: UInt32, _ codes: [UInt32: String]) -> String {
            let number = ServiceNumber(rawValue: number)
            return "\(names[number.port] ?? "nobody") \(number.scope) \(codes[number.code] ?? "-")"
        }
        var counts: [String: Int] = [:]
        for (identity, value) in elements {
            let key = identity.key
            let name = identity.set.name
            switch (identity.set, value) {
            case (.services, .fields(let fields)), (.nodePorts, .fields(let fields)),
                (.firewalled, .fields(let fields)):
                counts["\(name) \(key.bytes): \(text(fields.native(at: 0), chains))", default: 0] +=
                    1
            case (.endpoints, .fields(let fields)):
                let owner = text(key.native(at: 0), memories)
                counts["\(name) \(owner): \(fields.bytes)", default: 0] += 1
            case (.allowedSources, _):
                let rest = key.bytes.dropFirst(4)
                counts["\(name) \(text(key.native(at: 0), [:])): \(rest)", default: 0] += 1
            case (.programs, .chain(let chain)), (.memories, .chain(let chain)):
                counts["\(name) \(chain)", default: 0] += 1
            default: counts["\(name) \(key.bytes)", default: 0] += 1
            }
        }
        self.counts = counts
    }
}
