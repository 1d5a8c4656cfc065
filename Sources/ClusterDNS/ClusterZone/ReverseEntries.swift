import NetworkAddress

/// Whose name the PTR record of an address gives.
struct PointerOwner: Sendable {
    var service: ServiceEntry
    /// The node of the service.
    var node: Int
}

/// An address with the names it leads to. Nearly always there is one.
struct PointerEntry: TableEntry {
    var address: IPAddress
    var hash: UInt32
    var first: PointerOwner?
    var others: [PointerOwner] = []

    init(_ address: IPAddress, owners: [PointerOwner] = []) {
        self.address = address
        hash = NameHash.of(address)
        first = owners.first
        others = Array(owners.dropFirst())
    }

    var owners: [PointerOwner] { (first.map { [$0] } ?? []) + others }

    func hasKey(of other: PointerEntry) -> Bool { address == other.address }
}

/// A name between a reverse zone and an address: it exists as long as something is below it.
struct ReversePrefix: TableEntry, Hashable {
    /// The address's leading bits, the others zero.
    var base: IPAddress
    /// The number of the leading bits.
    var length: UInt8

    init(of address: IPAddress, length: Int) {
        base = address.masked(to: length)
        self.length = UInt8(length)
    }

    var hash: UInt32 { NameHash.of(base) &+ UInt32(length) &* 0x9E37_79B9 }

    func hasKey(of other: ReversePrefix) -> Bool { self == other }

    /// The prefix one label above; nil at the top.
    var parent: ReversePrefix? {
        let step: UInt8 = base.family == .ipv4 ? 8 : 4
        return length > step ? ReversePrefix(of: base, length: Int(length - step)) : nil
    }

    /// The prefix one label above a whole address.
    static func above(_ address: IPAddress) -> ReversePrefix {
        ReversePrefix(of: address, length: address.family == .ipv4 ? 24 : 124)
    }
}

/// A pod's address in its namespace.
struct PodEntry: TableEntry, Hashable {
    var address: IPAddress
    var namespace: NamespaceEntry

    var hash: UInt32 { NameHash.of(address) }

    func hasKey(of other: PodEntry) -> Bool { self == other }
}

/// The name of a namespace that exists.
struct NamespaceEntry: TableEntry, Hashable {
    var hash: UInt32
    /// Its label, in lower case, without the length.
    var label: [UInt8]

    init(_ name: String) {
        label = Array(name.lowercased().utf8)
        hash = NameHash.of(label)
    }

    func hasKey(of other: NamespaceEntry) -> Bool { label == other.label }
}
