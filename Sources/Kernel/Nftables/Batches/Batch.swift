import Netlink

/// Changes that the kernel makes all at once or not at all.
///
/// Objects may use what the same batch adds before them. There may be any number of elements:
/// they are split into messages of at most 1,000, and the batch still is one.
public struct Batch: Sendable {
    @usableFromInline var writer: NetlinkWriter
    /// The number of the next message; 0 begins the batch.
    var sequence: UInt32 = 0
    /// Where the last message began; it asks for the acknowledgement.
    var lastMessage: Int?
    var nextSetID: UInt32 = 1

    /// An empty batch.
    ///
    /// - Parameters:
    ///   - capacity: about how many bytes it will have; a large one grows less often.
    ///   - generation: the ruleset's generation that the batch was planned for; when somebody has
    ///     changed the ruleset since, the kernel refuses the whole batch (ERESTART).
    public init(generation: UInt32? = nil, capacity: Int = 4096) {
        writer = NetlinkWriter(capacity: capacity)
        writer.message(type: BatchMessage.begin, flags: .request, sequence: sequence) { writer in
            NetfilterHeader(family: 0, resource: NetfilterSubsystem.nftables)
                .encode(into: &writer)
            if let generation { writer.attribute(BatchMessage.generation, be32: generation) }
        }
        sequence = 1
    }

    /// Whether nothing is to be changed.
    public var isEmpty: Bool { lastMessage == nil }

    /// How many messages there are between the beginning and the end.
    public var messageCount: Int { Int(sequence) - 1 }

    /// The bytes as they go to the kernel, or why they can't be built.
    ///
    /// Consuming, since a batch may be of many megabytes: its last use copies nothing.
    public consuming func encoded() throws(NetlinkEncodeError) -> [UInt8] {
        var writer = NetlinkWriter(capacity: 0)
        swap(&writer, &self.writer)
        if let lastMessage { writer.setFlags(.acknowledge, ofMessageAt: lastMessage) }
        writer.message(type: BatchMessage.end, flags: .request, sequence: sequence) { writer in
            NetfilterHeader(family: 0, resource: NetfilterSubsystem.nftables)
                .encode(into: &writer)
        }
        return try writer.finish()
    }

    /// One message of nf_tables.
    mutating func message(
        _ message: NftablesMessage, _ family: NftablesFamily, _ flags: MessageFlags,
        _ body: (inout NetlinkWriter) -> Void
    ) {
        lastMessage = writer.count
        writer.message(
            type: message.type, flags: flags.union(.request), sequence: sequence
        ) { writer in
            NetfilterHeader(family: family.rawValue).encode(into: &writer)
            body(&writer)
        }
        sequence += 1
    }
}

/// What a change does when its object is there already.
public enum CreateMode: Hashable, Sendable {
    /// Leaves it as it is.
    case add
    /// Fails with EEXIST.
    case create

    var flags: MessageFlags { self == .add ? .create : [.create, .exclusive] }
}
