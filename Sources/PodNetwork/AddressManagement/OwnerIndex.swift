import CNIProtocol
import LinuxSystem
import NetworkAddress

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

    /// The addresses that an attachment's entry names.
    func addresses(of attachment: Attachment) throws -> [IPAddress] {
        guard let file = file(attachment), let bytes = try? Files.read(file) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            IPAddress(String($0))
        }
    }

    /// Writes an attachment's entry.
    func record(_ addresses: [IPAddress], for attachment: Attachment) throws {
        guard let file = file(attachment) else { return }
        let text = addresses.map { $0.description + "\n" }.joined()
        if !Files.exists(path) { try Files.createDirectories(path) }
        try StateFile.write(file, Array(text.utf8))
    }

    /// Removes an attachment's entry; it may be gone.
    func remove(_ attachment: Attachment) throws {
        guard let file = file(attachment) else { return }
        try StateFile.remove(file)
    }

    /// Every attachment that has an entry.
    func attachments() -> [Attachment] {
        guard let names = try? Files.list(path) else { return [] }
        return names.compactMap { name in
            guard let colon = name.lastIndex(of: ":") else { return nil }
            return Attachment(
                containerID: String(name[..<colon]),
                interfaceName: String(name[name.index(after: colon)...]))
        }
    }

    /// Neither part can hold a slash or a colon. An id too long for a file's name has no entry.
    private func file(_ attachment: Attachment) -> String? {
        let name = attachment.containerID + ":" + attachment.interfaceName
        return name.utf8.count <= 255 ? "\(path)/\(name)" : nil
    }
}
