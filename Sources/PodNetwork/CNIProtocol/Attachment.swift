import JSON

/// Who holds an interface in a network: a container, and the interface's name in it.
public struct Attachment: Hashable, Sendable, CustomStringConvertible {
    /// The runtime's name for the container.
    public var containerID: String
    /// The interface's name inside the container.
    public var interfaceName: String

    /// An attachment.
    public init(containerID: String, interfaceName: String) {
        self.containerID = containerID
        self.interfaceName = interfaceName
    }

    /// `id/eth0`.
    public var description: String { "\(containerID)/\(interfaceName)" }

    /// The attachments that GC must keep. The key without `valid-` is what libcni 1.2 wrote before
    /// the specification was final.
    static func valid(in root: ConfigurationField) throws(CNIError) -> [Attachment]? {
        var all: [Attachment]?
        for key in ["cni.dev/valid-attachments", "cni.dev/attachments"] where root[key].isPresent {
            for field in try root[key].elements() {
                let attachment = Attachment(
                    containerID: try field["containerID"].required(\.string, "a string"),
                    interfaceName: try field["ifname"].required(\.string, "a string"))
                all = (all ?? []) + [attachment]
            }
            all = all ?? []
        }
        return all
    }
}
