import CNIProtocol
import NetworkAddress

/// A network's reservations without its pools: what DEL, CHECK and GC work on.
///
/// They must work while the pools of the configuration are broken, or have changed.
public struct ReservationRecords: Sendable {
    /// The network.
    public let network: String
    let folder: ReservationFolder

    /// The records of a network in a state folder.
    public init(dataDirectory: String, network: String) {
        self.network = network
        folder = ReservationFolder(dataDirectory: dataDirectory, network: network)
    }

    /// The records of a configuration's network; its pools are not looked at.
    public init(_ configuration: NetworkConfiguration) throws(CNIError) {
        self.init(
            dataDirectory: try HostLocalConfiguration.dataDirectory(configuration),
            network: configuration.name)
    }

    /// Everyone who holds an address, or was about to, as far as the index knows.
    public func attachments() -> [Attachment] { folder.index.attachments() }

    /// The addresses that an attachment holds, of every family.
    public func addresses(of attachment: Attachment) throws(CNIError) -> [IPAddress] {
        try CNIError.wrapping("look into \(folder.path)") {
            guard try folder.exists else { return [] }
            // Nothing is changed, and nobody kept waiting: what matters is looked at once more by
            // who has the lock.
            var session = ReservationSession(folder)
            return try session.addresses(of: attachment, mayChange: false)
        }
    }

    /// Whether an attachment holds an address.
    public func isHeld(_ address: IPAddress, by attachment: Attachment) throws(CNIError) -> Bool {
        try CNIError.wrapping("look into \(folder.path)") {
            switch folder.content(of: address) {
            case .held(let owner): owner.matches(attachment)
            case .unreadable(let error): throw error
            case .absent, .nobody, .foreign: false
            }
        }
    }

    /// DEL: gives back all that an attachment holds. Holding nothing is no error.
    public func release(_ attachment: Attachment) throws(CNIError) {
        try CNIError.wrapping("release addresses in \(folder.path)") {
            // Where nobody ever had the lock, there need be no room to make it.
            guard try folder.exists, try folder.hasLock || !folder.addresses().isEmpty else {
                return try folder.index.remove(attachment)
            }
            try folder.locked { session in try session.release(attachment) }
        }
    }

    /// Gives back one address, whoever holds it.
    package func free(_ address: IPAddress) throws(CNIError) {
        try CNIError.wrapping("release \(address) in \(folder.path)") {
            try folder.locked { _ in
                let attachment = folder.owner(of: address)?.attachment
                try folder.release(address)
                guard let attachment, var entry = folder.index.entry(attachment) else { return }
                entry.addresses.removeAll { $0 == address }
                if entry.addresses.isEmpty {
                    try folder.index.remove(attachment)
                } else {
                    try folder.index.record(entry, for: attachment)
                }
            }
        }
    }

    /// GC: gives back what attachments hold that are not to be kept. Errors do not stop it.
    /// - Returns: what went wrong, a line each.
    public func collect(keeping valid: Set<Attachment>) -> [String] {
        var problems: [String] = []
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { problems.append("\(error)") }
        }
        attempt {
            guard try folder.exists else { return }
            try folder.locked { _ in
                folder.index.discardDraft()
                for address in try folder.addresses() {
                    attempt { try collect(address, keeping: valid) }
                }
                for attachment in folder.index.attachments() where !valid.contains(attachment) {
                    attempt { try folder.index.remove(attachment) }
                }
            }
        }
        return problems
    }

    /// What cannot be read may be a valid attachment's, and stays.
    private func collect(_ address: IPAddress, keeping valid: Set<Attachment>) throws {
        switch folder.content(of: address) {
        case .held(let owner): if valid.contains(where: owner.matches) { return }
        case .unreadable(let error): throw error
        case .absent, .nobody, .foreign: break
        }
        try folder.release(address)
    }
}
