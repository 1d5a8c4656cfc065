import CNIProtocol
import LinuxSystem
import NetworkAddress
import Nftables

/// Masquerading in the kernel: adds, finds and removes pods' elements.
struct Masquerade {
    let socket: NftablesSocket

    /// Opens a socket in the calling thread's namespace.
    init() throws { socket = try NftablesSocket() }

    /// How often another process may come in between before an ADD gives up.
    private static let attempts = 8

    /// Adds a pod's element, and what holds it where that is missing. An element of an earlier
    /// owner of the address, left by another plugin's DEL, gives way.
    func add(_ element: MasqueradeElement) throws {
        let place = MasqueradeTable(element.address.family)
        let set = place.set(element.address.prefix)
        let elements = [place.element(element)]
        var insertion = Batch()
        insertion.add(elements: elements, to: set, .create)
        var creation = Batch()
        place.create(element.address.prefix, in: &creation)
        creation.add(elements: elements, to: set)
        var replacement = Batch()
        replacement.delete(elements: elements, from: set)
        replacement.add(elements: elements, to: set, .create)

        for _ in 0..<Self.attempts {
            guard let problem = try attempt(insertion) else { return }
            if try attempt(problem == .enoent ? creation : replacement) == nil { return }
        }
        throw CNIError(
            .tryAgain, "masquerade \(element.address.address): \(place.table) keeps changing")
    }

    /// Removes the element of an address; there may be none.
    func remove(_ address: IPAddress, from subnet: IPPrefix) throws {
        try remove(address, fromSet: MasqueradeTable(address.family).set(subnet))
    }

    private func remove(_ address: IPAddress, fromSet set: NftSet) throws {
        var batch = Batch()
        batch.delete(elements: [Element(FieldBytes().address(address))], from: set)
        _ = try attempt(batch)
    }

    /// Removes the elements whose comment a body wants gone, in every set of ours.
    func remove(where isUnwanted: (_ comment: String, _ address: IPAddress) -> Bool) throws {
        for (set, element) in try elements() {
            guard let address = IPAddress(bytes: element.key.array),
                isUnwanted(element.comment ?? "", address)
            else { continue }
            try remove(address, fromSet: set)
        }
    }

    /// Whether a pod's element is there, and whose it says it is.
    func comment(of address: IPAddress, in subnet: IPPrefix) throws -> String? {
        let name = MasqueradeElement.setName(subnet)
        let key = FieldBytes().address(address)
        return try elements().first { $0.set.name == name && $0.element.key == key }
            .map { $0.element.comment ?? "" }
    }

    /// Every element of ours, with its set.
    private func elements() throws -> [(set: NftSet, element: Element)] {
        var all: [(set: NftSet, element: Element)] = []
        for family in [AddressFamily.ipv4, .ipv6] {
            for set in try sets(in: MasqueradeTable(family).table) {
                all += try socket.elements(of: set).map { (set, $0) }
            }
        }
        return all
    }

    private func sets(in table: TableReference) throws(NftablesError) -> [NftSet] {
        do {
            return try socket.sets(in: table)
        } catch {
            // Without the table there is nothing to find.
            guard error.isNotFound else { throw error }
            return []
        }
    }

    /// Applies a batch; nil when it was, or why not: something is missing, or there already.
    private func attempt(_ batch: Batch) throws(NftablesError) -> Errno? {
        do {
            try socket.apply(batch)
            return nil
        } catch {
            if error.isNotFound { return .enoent }
            if error.failures.contains(where: { $0.errno == .eexist }) { return .eexist }
            throw error
        }
    }
}

extension Masquerade {
    /// Whether the kernel has nftables at all.
    func probe() throws { _ = try socket.tables() }
}
