import CNIProtocol
import NetworkAddress
import Nftables

/// The rules of all pods of a node, in the kernel: adds those of an attachment, removes and finds
/// them again.
///
/// The layout is made once, by the first attachment; from then on an attachment is elements of its
/// sets, and one transaction. What belongs to whom is in the kernel too (`OwnerRecord`): removal
/// needs the owner's name, no file, and no look at what others have.
public struct PodRuleTable {
    let socket: NftablesSocket

    /// Opens a socket in the calling thread's namespace.
    /// - Throws: code 100.
    public init() throws(CNIError) {
        do {
            socket = try NftablesSocket()
        } catch {
            throw CNIError(.kernel, "open a socket to nftables: \(error)")
        }
    }

    /// Makes an attachment's rules, in one transaction; what the same owner had gives way, and so
    /// does what a former owner of the pod's addresses left.
    ///
    /// - Parameter isGone: whether the owner of a host port that is wanted does not live any more,
    ///   so that it gives way as well.
    /// - Throws: code 103 for a host port that another pod has, naming it; 100 when the kernel
    ///   refuses; 11 when other processes keep changing the same objects.
    public func install(
        _ rules: AttachmentRules, isGone: (RuleOwner) -> Bool = { _ in false }
    ) throws(CNIError) {
        _ = (rules, isGone)
        throw CNIError(.kernel, "not there yet")
    }

    /// Removes all of an owner's, in one transaction; there may be nothing.
    public func remove(_ owner: RuleOwner) throws(CNIError) {
        _ = owner
    }

    /// What is not in the kernel as the rules say; empty when everything is.
    public func discrepancies(of rules: AttachmentRules) throws(CNIError) -> [String] {
        _ = rules
        return []
    }

    /// Removes what a plugin made in a network for attachments that are not among these; goes on
    /// past errors, and tells them.
    public func collect(
        network: String, plugin: String, keeping valid: Set<Attachment>
    ) -> [String] {
        _ = (network, plugin, valid)
        return []
    }

    /// Whether the kernel has what the rules need.
    /// - Throws: code 50, naming the kernel's option that is missing.
    public func probe() throws(CNIError) {}

    /// All rules that are in the kernel, by owner.
    public func observe() throws(CNIError) -> [AttachmentRules] { [] }
}
