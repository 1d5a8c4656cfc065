import LinuxSystem

/// Says that the index names every reservation of a network, and of which boot they are.
///
/// Its content is the boot; its time is that of the network's folder after our last change. The
/// folder has another time when somebody else has changed it since, the reference plugin or an
/// administrator; then the files themselves have to be read once. So a DEL of an attachment that
/// holds nothing, as runtimes like to send it, costs the same with ten reservations and 65,000.
struct IndexSeal: Sendable {
    let index: OwnerIndex

    private var path: String { index.path + "/seal" }

    /// The boot, and the folder's time that goes with it; nil without a seal.
    func read() -> (boot: String, modifiedNanoseconds: Int64)? {
        guard let bytes = try? Files.readSmall(path, limit: StateFile.limit),
            let status = try? Files.linkStatus(path)
        else { return nil }
        return (String(decoding: bytes, as: UTF8.self), status.modifiedNanoseconds)
    }

    /// Begins a boot.
    func write(boot: String) throws {
        try StateFile.write(path, Array(boot.utf8), draft: index.draft)
    }

    /// Sets the time; without a seal nothing happens.
    func mark(_ nanoseconds: Int64) {
        try? Files.setModified(path, nanoseconds: nanoseconds)
    }
}
