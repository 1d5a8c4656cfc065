import CNIProtocol
import LinuxSystem
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

    /// The addresses that an attachment holds, of every family.
    public func addresses(of attachment: Attachment) throws(CNIError) -> [IPAddress] {
        try CNIError.wrapping("look into \(folder.path)") {
            try folder.addresses(of: attachment, searchingAll: true)
        }
    }

    /// Whether an attachment holds an address.
    public func isHeld(_ address: IPAddress, by attachment: Attachment) throws(CNIError) -> Bool {
        try CNIError.wrapping("look into \(folder.path)") {
            try folder.owner(of: address)?.matches(attachment) ?? false
        }
    }

    /// DEL: gives back all that an attachment holds. Holding nothing is no error.
    public func release(_ attachment: Attachment) throws(CNIError) {
        guard folder.exists else { return }
        try CNIError.wrapping("release addresses in \(folder.path)") {
            try folder.locked {
                let named = try folder.index.addresses(of: attachment)
                for address in try folder.addresses(of: attachment, searchingAll: true) {
                    try folder.release(address)
                }
                // A process that died while writing left the file empty; the index knows whose.
                for address in named where try folder.owner(of: address) == nil {
                    try folder.release(address)
                }
                try folder.index.remove(attachment)
            }
        }
    }

    /// GC: gives back what attachments hold that are not to be kept. Errors do not stop it.
    /// - Returns: what went wrong, a line each.
    public func collect(keeping valid: Set<Attachment>) -> [String] {
        guard folder.exists else { return [] }
        var problems: [String] = []
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { problems.append("\(error)") }
        }
        attempt {
            try folder.locked {
                for address in try folder.addresses() {
                    attempt {
                        let owner = try folder.owner(of: address)
                        let isValid = owner.map { owner in valid.contains(where: owner.matches) }
                        if isValid != true { try folder.release(address) }
                    }
                }
                for attachment in folder.index.attachments() where !valid.contains(attachment) {
                    attempt { try folder.index.remove(attachment) }
                }
            }
        }
        return problems
    }
}
