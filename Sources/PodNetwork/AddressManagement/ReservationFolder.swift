import LinuxSystem
import NetworkAddress

/// A network's folder of state: one file for each address held, named by the address.
///
/// Layout and bytes are those of the reference plugin: `<dataDir>/<network>/<address>`,
/// `last_reserved_ip.<set>` and `lock`. Every change is made with the lock held.
///
/// Nothing is synced to the disk: a reservation matters as long as its container lives, which no
/// loss of power survives; what such a loss leaves is of an earlier boot, or names nobody.
struct ReservationFolder: Sendable {
    let path: String
    /// Finds an attachment's addresses without reading every file.
    let index: OwnerIndex

    init(dataDirectory: String, network: String) {
        path = dataDirectory + "/" + network
        index = OwnerIndex(dataDirectory: dataDirectory, network: network)
    }

    /// Whether the folder is there; without it nothing is held.
    ///
    /// That it cannot be looked at does not mean that it is not there.
    var exists: Bool {
        get throws(SystemError) {
            do throws(SystemError) {
                _ = try Files.status(path)
                return true
            } catch {
                guard error.errno == .enoent else { throw error }
                return false
            }
        }
    }

    /// Whether anybody has ever changed the folder: the lock's file stays.
    var hasLock: Bool { Files.isTaken(path + "/lock") }

    /// The mark that the index is whole.
    var seal: IndexSeal { IndexSeal(index: index) }

    /// When a name in the folder changed last, in nanoseconds since 1970.
    var modifiedNanoseconds: Int64? { try? Files.status(path).modifiedNanoseconds }

    /// Runs the body while no other process, ours or the reference plugin, changes the folder.
    func locked<T>(_ body: (inout ReservationSession) throws -> T) throws -> T {
        let lock = try FileLock(path: path + "/lock", mode: 0o750)
        return try lock.withLock {
            var session = ReservationSession(self)
            defer { session.end() }
            return try body(&session)
        }
    }

    /// Makes the folders where they are missing.
    func create() throws {
        try Files.createDirectories(path)
        try index.create()
    }

    /// Whether anything stands under an address's name, whatever it is.
    func isHeld(_ address: IPAddress) -> Bool { Files.isTaken(file(address)) }

    /// What stands under an address's name.
    func content(of address: IPAddress) -> ReservationContent {
        ReservationContent(path: file(address))
    }

    /// Who holds an address, as far as that is known.
    func owner(of address: IPAddress) -> ReservationOwner? { content(of: address).owner }

    /// When an address's file was written, in nanoseconds since 1970.
    func writtenNanoseconds(_ address: IPAddress) -> Int64? {
        try? Files.linkStatus(file(address)).modifiedNanoseconds
    }

    /// Every address that has a file, in no order. A name that an address has beside its own, like
    /// `10.1.0.007`, is nobody's.
    func addresses() throws -> [IPAddress] {
        try Files.names(in: path).compactMap { name in
            IPAddress(name).flatMap { $0.description == name ? $0 : nil }
        }
    }

    /// Writes an address's file.
    func hold(_ address: IPAddress, for owner: ReservationOwner) throws {
        try StateFile.write(file(address), owner.encoded, draft: index.draft)
    }

    /// Removes an address's file; it may be gone.
    func release(_ address: IPAddress) throws {
        try StateFile.remove(file(address))
    }

    /// The address given out last from a set.
    func lastReserved(set: Int) -> IPAddress? {
        guard let bytes = try? Files.readSmall(lastFile(set), limit: StateFile.limit) else {
            return nil
        }
        return IPAddress(String(decoding: bytes, as: UTF8.self))
    }

    /// Remembers the address given out last from a set.
    ///
    /// In place: a file system that puts new files on the disk before they take an old one's name
    /// would do so at each ADD. Half an address is nobody's; then the set begins anew.
    func setLastReserved(_ address: IPAddress, set: Int) throws {
        try Files.rewrite(lastFile(set), Array(address.description.utf8))
    }

    private func file(_ address: IPAddress) -> String { "\(path)/\(address)" }
    private func lastFile(_ set: Int) -> String { "\(path)/last_reserved_ip.\(set)" }
}
