import CNIProtocol
import NetworkAddress

/// What is known of an address that has a file.
package struct AddressReport: Hashable, Sendable {
    /// The address.
    package var address: IPAddress
    /// The network in whose folder the file lies.
    package var network: String
    let content: ReservationContent
    /// When the file was written, in microseconds since 1970.
    package var sinceMicroseconds: Int64?
    /// The boot in which it was given out; nil for a file that is not ours.
    var boot: String?
    /// The namespace that it was given out for.
    package var namespacePath: String?
    /// Whether that namespace is gone; nil when it is not known.
    package var isNamespaceGone: Bool?

    init(_ address: IPAddress, in folder: ReservationFolder, network: String) {
        self.address = address
        self.network = network
        content = folder.content(of: address)
        sinceMicroseconds = folder.writtenNanoseconds(address).map { $0 / 1000 }
        guard let attachment = content.owner?.attachment,
            let entry = folder.index.entry(attachment), entry.addresses.contains(address)
        else { return }
        boot = entry.boot
        namespacePath = entry.namespace?.path
        isNamespaceGone = entry.namespace?.isGone
    }

    /// Who holds it, as far as the file says.
    package var owner: (containerID: String, interfaceName: String?)? {
        content.owner.map { ($0.containerID, $0.interfaceName) }
    }

    /// Who holds it; nil also for a file that names no interface.
    package var attachment: Attachment? { content.owner?.attachment }
}
