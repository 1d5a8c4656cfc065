import CNIProtocol
import LinuxSystem

/// From an attachment to its addresses, so that neither ADD nor DEL reads every reservation.
///
/// It lies beside the networks' folders, in `<dataDir>/.martlet/<network>/<id>:<interface>`, where
/// the reference plugin never looks. It is a hint: what it says is believed only where the
/// reservation itself agrees. An entry is written before the first reservation and removed after
/// the last one, so a process killed in between leaves nothing that its index does not name.
struct OwnerIndex: Sendable {
    let path: String

    init(dataDirectory: String, network: String) {
        path = "\(dataDirectory)/.martlet/\(network)"
    }

    /// Where files are written before they get their names.
    var draft: String { path + "/.new" }

    /// Removes what a process that was killed has left there.
    func discardDraft() { try? StateFile.remove(draft) }

    /// What is found for an attachment.
    enum Finding: Equatable {
        /// No entry.
        case none
        /// An entry.
        case entry(IndexEntry)
        /// A file that is no entry of ours: anything may be true.
        case damaged
    }

    /// Looks an attachment up.
    func find(_ attachment: Attachment) -> Finding {
        guard let file = file(attachment) else { return .damaged }
        do throws(SystemError) {
            let bytes = try Files.readSmall(file, limit: StateFile.limit)
            return IndexEntry(decoding: bytes).map(Finding.entry) ?? .damaged
        } catch {
            return error.errno == .enoent ? .none : .damaged
        }
    }

    /// An attachment's entry; nil when there is none, or none that can be read.
    func entry(_ attachment: Attachment) -> IndexEntry? {
        if case .entry(let entry) = find(attachment) { entry } else { nil }
    }

    /// When an attachment's entry was written, in nanoseconds since 1970.
    func writtenNanoseconds(_ attachment: Attachment) -> Int64? {
        file(attachment).flatMap { try? Files.linkStatus($0).modifiedNanoseconds }
    }

    /// Makes the folder where it is missing.
    func create() throws {
        if !Files.exists(path) { try Files.createDirectories(path) }
    }

    /// Writes an attachment's entry.
    func record(_ entry: IndexEntry, for attachment: Attachment) throws {
        guard let file = file(attachment) else { return }
        try StateFile.write(file, entry.encoded, draft: draft)
    }

    /// Removes an attachment's entry; it may be gone.
    func remove(_ attachment: Attachment) throws {
        guard let file = file(attachment) else { return }
        do {
            try StateFile.remove(file)
        } catch {
            // Somebody has put a folder there; an empty one is no loss.
            guard error.errno == .eisdir else { throw error }
            try Files.removeDirectory(file)
        }
    }

    /// Every attachment that has an entry.
    func attachments() -> [Attachment] {
        guard let names = try? Files.names(in: path) else { return [] }
        return names.compactMap { name in
            guard let colon = name.lastIndex(of: ":") else { return nil }
            return Attachment(
                containerID: String(name[..<colon]),
                interfaceName: String(name[name.index(after: colon)...]))
        }
    }

    /// Whether an attachment can have an entry: an id may be longer than a file's name, and a file
    /// of state may name somebody whose id no runtime can have.
    func hasRoom(for attachment: Attachment) -> Bool { file(attachment) != nil }

    private func file(_ attachment: Attachment) -> String? {
        guard Identifier.isValid(attachment.containerID), !attachment.interfaceName.isEmpty,
            attachment.interfaceName.utf8.allSatisfy({ $0 > 32 && $0 != 0x2F && $0 != 0x3A })
        else { return nil }
        let name = attachment.containerID + ":" + attachment.interfaceName
        return name.utf8.count <= 255 ? "\(path)/\(name)" : nil
    }
}
