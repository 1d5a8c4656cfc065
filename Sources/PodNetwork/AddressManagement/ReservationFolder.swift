import CNIProtocol
import LinuxSystem
import NetworkAddress

/// A network's folder of state: one file for each address held, named by the address.
///
/// Layout and bytes are those of the reference plugin: `<dataDir>/<network>/<address>`,
/// `last_reserved_ip.<set>` and `lock`. Every change is made with the lock held.
///
/// Nothing is synced to the disk: a reservation matters as long as its container lives, which no
/// loss of power survives. An empty file, all that such a loss can leave, counts as free.
struct ReservationFolder: Sendable {
    let path: String
    /// Finds an attachment's addresses without reading every file.
    let index: OwnerIndex

    init(dataDirectory: String, network: String) {
        path = dataDirectory + "/" + network
        index = OwnerIndex(dataDirectory: dataDirectory, network: network)
    }

    /// Whether the folder is there; without it nothing is held.
    var exists: Bool { Files.exists(path) }

    /// Runs the body while no other process, ours or the reference plugin, changes the folder.
    func locked<T>(_ body: () throws -> T) throws -> T {
        let lock = try FileLock(path: path + "/lock", mode: 0o750)
        return try lock.withLock { try body() }
    }

    /// Makes the folder where it is missing.
    func create() throws { try Files.createDirectories(path) }

    /// Whether there is a file for an address.
    func isHeld(_ address: IPAddress) -> Bool { Files.exists(file(address)) }

    /// Who holds an address; nil when nobody does, or the file is empty.
    func owner(of address: IPAddress) throws -> ReservationOwner? {
        do throws(SystemError) {
            return ReservationOwner(decoding: try Files.read(file(address)))
        } catch {
            guard error.errno == .enoent else { throw error }
            return nil
        }
    }

    /// Every address that has a file, in no order.
    func addresses() throws -> [IPAddress] {
        try Files.list(path).compactMap { IPAddress($0) }
    }

    /// Writes an address's file.
    func hold(_ address: IPAddress, for owner: ReservationOwner) throws {
        try StateFile.write(file(address), owner.encoded)
    }

    /// Removes an address's file; it may be gone.
    func release(_ address: IPAddress) throws {
        try StateFile.remove(file(address))
    }

    /// The address given out last from a set.
    func lastReserved(set: Int) -> IPAddress? {
        guard let bytes = try? Files.read(lastFile(set)) else { return nil }
        return IPAddress(String(decoding: bytes, as: UTF8.self))
    }

    /// Remembers the address given out last from a set.
    func setLastReserved(_ address: IPAddress, set: Int) throws {
        try StateFile.write(lastFile(set), Array(address.description.utf8))
    }

    /// The addresses an attachment holds: those its index entry names, or else every file's.
    func addresses(of attachment: Attachment, searchingAll: Bool) throws -> [IPAddress] {
        guard exists else { return [] }
        let indexed = try index.addresses(of: attachment).filter {
            try owner(of: $0)?.matches(attachment) ?? false
        }
        guard indexed.isEmpty, searchingAll else { return indexed }
        return try addresses().filter { try owner(of: $0)?.matches(attachment) ?? false }
    }

    private func file(_ address: IPAddress) -> String { "\(path)/\(address)" }
    private func lastFile(_ set: Int) -> String { "\(path)/last_reserved_ip.\(set)" }
}
