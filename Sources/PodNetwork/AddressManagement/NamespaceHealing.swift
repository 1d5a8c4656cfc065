import CNIProtocol
import LinuxSystem
import NetworkAddress

/// Gives back what attachments hold whose namespace is gone and for whom nobody called DEL.
struct NamespaceHealing {
    let folder: ReservationFolder
    let use: AddressUse

    /// How many addresses an ADD looks at: those that would be given out next, so that going round
    /// meets every one before it is reached, at the same cost in any pool.
    static let lookAhead = 3

    /// Looks at the holders of some addresses.
    /// - Returns: whose addresses were given back.
    func heal(_ addresses: some Sequence<IPAddress>) -> [Attachment] {
        guard use.isConnected != nil else { return [] }
        var healed: [Attachment] = []
        for address in addresses {
            guard let attachment = folder.owner(of: address)?.attachment, isOrphan(attachment)
            else { continue }
            // An error here is nobody's: this ADD does not need it.
            guard (try? release(attachment)) != nil else { continue }
            healed.append(attachment)
        }
        return healed
    }

    /// Whether an address is one that `heal` would give back.
    func canFree(_ address: IPAddress) -> Bool {
        guard use.isConnected != nil, let attachment = folder.owner(of: address)?.attachment
        else { return false }
        return isOrphan(attachment)
    }

    /// Three things must agree: the runtime's namespace is gone, it had time to call DEL, and there
    /// is no link, which a process could still use that sits in the namespace.
    func isOrphan(_ attachment: Attachment) -> Bool {
        guard let isConnected = use.isConnected,
            let mark = folder.index.entry(attachment)?.namespace, mark.isGone,
            let written = folder.index.writtenNanoseconds(attachment),
            WallClock.microseconds - written / 1000 > use.graceSeconds * 1_000_000
        else { return false }
        return !isConnected(attachment)
    }

    private func release(_ attachment: Attachment) throws {
        for address in folder.index.entry(attachment)?.addresses ?? []
        where folder.owner(of: address)?.matches(attachment) ?? false {
            try folder.release(address)
        }
        try folder.index.remove(attachment)
    }
}
