import CNIProtocol
import LinuxSystem
import NetworkAddress

/// Which pools the networks give out that the node routes for: two of them must not give out the
/// same address, since a packet for it could go to one of them only.
///
/// `<dataDir>/.martlet/<network>/ranges` has a line for each pool. A network that holds no address
/// any more is in nobody's way.
struct RangeRegister {
    let folder: ReservationFolder

    /// Thousands of pools.
    private static let limit = 1 << 18

    init(_ folder: ReservationFolder) { self.folder = folder }

    private var path: String { folder.index.path + "/ranges" }
    /// `<dataDir>/.martlet`.
    private var above: String { Files.directory(of: folder.index.path) }

    /// Makes sure that no other network gives out these; an ADD with the same pools as the one
    /// before it reads one file. Asked before an address is held and after it: in between, the
    /// network may have looked like one without pods, and lost its claim.
    /// - Throws: code 7, naming the other network.
    func claim(_ sets: [RangeSet]) throws {
        let ranges = sets.flatMap { $0.pools.map(\.range) }
        var text = ""
        for range in ranges { text += "\(range)\n" }
        let present = try? Files.readSmall(path, limit: Self.limit)
        guard present != Array(text.utf8) else { return }
        let lock = try FileLock(path: above + "/lock", mode: 0o750)
        try lock.withLock {
            for other in try Files.names(in: above) where other != Files.name(of: folder.path) {
                try refuse(ranges, of: other)
            }
            try StateFile.write(path, Array(text.utf8), draft: folder.index.draft)
        }
    }

    /// The ranges that the network has claimed.
    func present() -> [IPAddressRange] {
        let bytes = try? Files.readSmall(path, limit: Self.limit)
        return bytes.map { Self.ranges(String(decoding: $0, as: UTF8.self)) } ?? []
    }

    private func refuse(_ ranges: [IPAddressRange], of other: String) throws {
        let file = "\(above)/\(other)/ranges"
        guard let bytes = try? Files.readSmall(file, limit: Self.limit) else { return }
        let taken = Self.ranges(String(decoding: bytes, as: UTF8.self))
        for range in ranges {
            guard let hit = taken.first(where: { $0.overlaps(range) }) else { continue }
            // First, so that an ADD of the other network under way finds that it must ask again.
            try StateFile.remove(file)
            guard isInUse(other) else { return }
            try StateFile.write(file, bytes, draft: folder.index.draft)
            throw CNIError(
                .invalidConfiguration,
                "ipam: \(range) overlaps \(hit) of network \(other), which has pods",
                details: "its addresses are held in \(Files.directory(of: above))/\(other)")
        }
    }

    private func isInUse(_ network: String) -> Bool {
        let names = try? Files.names(in: "\(Files.directory(of: above))/\(network)")
        return names?.contains { IPAddress($0) != nil } ?? false
    }

    /// The ranges of a register; what is none is passed over.
    static func ranges(_ text: String) -> [IPAddressRange] {
        text.split(separator: "\n").compactMap { line in
            let ends = line.split(separator: "-").compactMap { IPAddress(String($0)) }
            guard ends.count == 2 else { return nil }
            return IPAddressRange(first: ends[0], last: ends[1])
        }
    }
}
