import CNIProtocol
import NetworkAddress

/// Gives out a network's addresses, and takes them back.
public struct AddressAllocator: Sendable {
    /// What may be given out.
    public let configuration: HostLocalConfiguration
    let folder: ReservationFolder
    /// The boot that reservations are of; nil is the present one.
    private let boot: Boot?

    /// An allocator for a configuration.
    public init(_ configuration: HostLocalConfiguration) {
        self.init(configuration, boot: nil)
    }

    /// An allocator that takes another boot for the present one.
    package init(_ configuration: HostLocalConfiguration, boot: Boot?) {
        self.configuration = configuration
        self.boot = boot
        folder = ReservationFolder(
            dataDirectory: configuration.dataDirectory, network: configuration.network)
    }

    /// What `reserve` did.
    public struct Outcome: Sendable {
        /// One address of each range set.
        public var reservations: [Reservation]
        /// Who lost theirs, being gone.
        public var healed: [Attachment]
    }

    /// Holds one address of each range set for an attachment.
    ///
    /// - Parameter namespacePath: the attachment's namespace, by whose end it can be told that
    ///   nobody has the addresses any more.
    /// - Throws: code 102 when a set has none left; 103 when what is asked for is held, or the
    ///   attachment holds an address and `use` refuses that; 7 for a request no set can meet, and
    ///   for pools that another network gives out.
    public func reserve(
        for attachment: Attachment, in namespacePath: String = "", use: AddressUse
    ) throws(CNIError) -> Outcome {
        try CNIError.wrapping("reserve an address in \(folder.path)") {
            let boot = try boot ?? Boot.current()
            try folder.create()
            return try folder.locked { session in
                try session.begin(boot)
                let register = use.isRouted ? RangeRegister(folder) : nil
                try register?.claim(configuration.rangeSets)
                let held = try session.addresses(of: attachment)
                var choice = AddressChoice(
                    configuration, folder, healing: NamespaceHealing(folder: folder, use: use))
                let chosen = try choice.choose(
                    for: attachment, held: held, existing: use.existing)
                let entry = IndexEntry(
                    chosen.map(\.address.address), boot: boot.id,
                    namespace: NamespaceMark(path: namespacePath))
                try hold(chosen, entry, for: attachment, held: held) {
                    try register?.claim(configuration.rangeSets)
                }
                return Outcome(
                    reservations: chosen, healed: choice.healed + choice.healAhead(of: chosen))
            }
        }
    }

    /// Writes the files: the index first, so that whatever follows can be found again.
    private func hold(
        _ choices: [Reservation], _ entry: IndexEntry, for attachment: Attachment,
        held: [IPAddress], confirm: () throws -> Void
    ) throws {
        let former = folder.index.entry(attachment)
        let strays = held.filter { !entry.addresses.contains($0) }
        var widest = entry
        widest.addresses += strays
        try folder.index.record(widest, for: attachment)
        var done: [IPAddress] = []
        do {
            for address in choices.filter(\.isNew).map(\.address.address) {
                try folder.hold(address, for: ReservationOwner(attachment))
                done.append(address)
            }
            for (number, choice) in choices.enumerated() {
                try folder.setLastReserved(choice.address.address, set: number)
            }
            try confirm()
        } catch {
            for address in done { try? folder.release(address) }
            if let former {
                try? folder.index.record(former, for: attachment)
            } else if held.isEmpty {
                try? folder.index.remove(attachment)
            }
            throw error
        }
        // The pools have changed, or another address is asked for; no interface has the old one.
        guard !strays.isEmpty else { return }
        for address in strays { try? folder.release(address) }
        try? folder.index.record(entry, for: attachment)
    }
}
