import CNIProtocol
import NetworkAddress

/// A folder while the lock is held: what is known of it that another process cannot change now.
struct ReservationSession {
    let folder: ReservationFolder
    /// Whether the index names every reservation.
    private(set) var isIndexed: Bool
    /// The boot of the seal; nil without one.
    let sealedBoot: String?

    init(_ folder: ReservationFolder) {
        self.folder = folder
        let seal = folder.seal.read()
        sealedBoot = seal?.boot
        isIndexed = seal != nil && seal?.modifiedNanoseconds == folder.modifiedNanoseconds
    }

    /// Every step leaves the index with at least the reservations there are, so what was true
    /// before is true after it.
    func end() {
        guard isIndexed, let time = folder.modifiedNanoseconds else { return }
        folder.seal.mark(time)
    }

    /// The addresses an attachment holds: those its entry names, or those of all files that name
    /// it, where the entry does not say it all.
    ///
    /// - Parameter mayChange: whether what is found may be put into the index.
    mutating func addresses(
        of attachment: Attachment, mayChange: Bool = true
    ) throws -> [IPAddress] {
        switch folder.index.find(attachment) {
        case .entry(let entry):
            let held = try entry.addresses.filter { try isHeld($0, by: attachment) }
            // Fewer than it names: an ADD was killed, or somebody else has released some.
            if isIndexed || (held.count == entry.addresses.count && !held.isEmpty) { return held }
        case .none: if isIndexed { return [] }
        case .damaged: break
        }
        let all = try survey(adopting: mayChange)
        return all.filter { $0.owner.matches(attachment) }.map(\.address)
    }

    /// - Throws: what the system says of a file that cannot be read: it may be the attachment's.
    private func isHeld(_ address: IPAddress, by attachment: Attachment) throws -> Bool {
        switch folder.content(of: address) {
        case .held(let owner): owner.matches(attachment)
        case .unreadable(let error): throw error
        case .absent, .nobody, .foreign: false
        }
    }

    /// DEL: gives back all that an attachment holds; goes on past errors.
    /// - Throws: the first of them.
    mutating func release(_ attachment: Attachment) throws {
        var failure: (any Error)?
        func attempt(_ body: () throws -> Void) {
            do { try body() } catch { failure = failure ?? error }
        }
        folder.index.discardDraft()
        let named = folder.index.entry(attachment)?.addresses ?? []
        for address in try addresses(of: attachment) {
            attempt { try folder.release(address) }
        }
        // A plugin that died while writing left the file empty; the index knows whose it was.
        for address in named where folder.content(of: address) == .nobody {
            attempt { try folder.release(address) }
        }
        if failure == nil { attempt { try folder.index.remove(attachment) } }
        if let failure { throw failure }
    }

    /// Reads every file, and puts into the index what is not there: the next one need not.
    private mutating func survey(
        adopting: Bool = true
    ) throws -> [(address: IPAddress, owner: ReservationOwner)] {
        var found: [(address: IPAddress, owner: ReservationOwner)] = []
        var byAttachment: [Attachment: [IPAddress]] = [:]
        var isComplete = true
        for address in try folder.addresses() {
            switch folder.content(of: address) {
            case .held(let owner):
                found.append((address, owner))
                if let attachment = owner.attachment, folder.index.hasRoom(for: attachment) {
                    byAttachment[attachment, default: []].append(address)
                } else {
                    isComplete = false
                }
            case .unreadable: isComplete = false
            case .absent, .nobody, .foreign: break
            }
        }
        guard adopting else { return found }
        for (attachment, addresses) in byAttachment where !adopt(addresses, of: attachment) {
            isComplete = false
        }
        isIndexed = isComplete
        return found
    }

    /// Makes sure that an entry names these.
    private func adopt(_ addresses: [IPAddress], of attachment: Attachment) -> Bool {
        var entry = folder.index.entry(attachment) ?? IndexEntry([])
        let missing = addresses.filter { !entry.addresses.contains($0) }
        guard !missing.isEmpty else { return true }
        entry.addresses += missing
        do {
            try folder.index.record(entry, for: attachment)
            return true
        } catch {
            return false
        }
    }

    /// ADD: the first of a boot gives back what was held before it, and seals the index.
    mutating func begin(_ boot: Boot) throws {
        guard sealedBoot != boot.id else { return }
        for (address, owner) in try survey() {
            let entry = owner.attachment.flatMap { folder.index.entry($0) }
            if isFormer(address, entry, boot) { try folder.release(address) }
        }
        for attachment in folder.index.attachments() {
            let entry = folder.index.entry(attachment)
            let isInUse = entry?.addresses.contains {
                folder.owner(of: $0)?.matches(attachment) ?? false
            }
            if entry?.boot != boot.id, isInUse != true { try folder.index.remove(attachment) }
        }
        try folder.seal.write(boot: boot.id)
        // What is written in one tick of the clock has one time: it must not look like a seal.
        if !isIndexed { folder.seal.mark(1) }
    }

    private func isFormer(_ address: IPAddress, _ entry: IndexEntry?, _ boot: Boot) -> Bool {
        if let known = entry?.boot { return known != boot.id }
        guard let beginning = boot.beginning(), let written = folder.writtenNanoseconds(address)
        else { return false }
        return written < beginning
    }
}
