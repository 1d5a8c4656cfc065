import NetworkAddress
import Nftables

/// A small table of our own that resets connections which are being cut.
///
/// Without it the next packet of such a connection would go where a new connection goes: to
/// another endpoint, which resets it, or into a drop, where its end never learns anything. It
/// stands before connection tracking, sees packets as their sender wrote them, and forgets a
/// connection's direction with the first packet that it answers.
///
/// The table belongs to the socket that made it: when the process ends, however it ends, the
/// kernel takes it away. C: NFT_TABLE_F_OWNER
struct CutTable {
    static let name = "svcproxy-cuts"
    /// How long an end that stays silent is waited for.
    static let seconds: UInt64 = 30

    private let table: Table
    private let set: NftSet
    private let fields: [Field]

    init(_ family: AddressFamily) {
        let nftables: NftablesFamily = family == .ipv4 ? .ip : .ip6
        table = Table(
            nftables, Self.name, comment: "connections that svcproxy resets", flags: .owner)
        fields =
            (family == .ipv4 ? [.ipSource] : [.ip6Source])
            + [.tcpSourcePort] + (family == .ipv4 ? [.ipDestination] : [.ip6Destination])
            + [.tcpDestinationPort]
        set = NftSet(
            "connections", in: table.reference, key: .typeof(fields),
            flags: [.timeout, .dynamic], size: 1 << 20,
            timeoutMilliseconds: Self.seconds * 1_000)
    }

    var reference: TableReference { table.reference }

    /// Makes the table.
    func begin(_ batch: inout Batch) {
        batch.add(table, .create)
        batch.add(set)
        let reset: ChainName = "reset"
        batch.add(Chain(reset, in: reference))
        batch.add(
            Rule(
                reference, reset,
                statements: [.lookup(fields, set.name)] + Self.isWithin + [
                    .dynamic(.delete, set.name, key: fields), .reject(.tcpReset),
                ]))
        for point in [HookPoint.prerouting, .output] {
            let name = ChainName(point.name)
            // Between the raw table (−300) and connection tracking (−200).
            batch.add(Chain(name, in: reference, hook: Hook(.filter, point, priority: -250)))
            batch.add(
                Rule(
                    reference, name, .match(.l4Protocol, .equal, FieldBytes().proto(.tcp)),
                    .verdict(.jump(reset))))
        }
    }

    /// Neither SYN nor RST: a new connection of the same ends is none of ours.
    private static let isWithin: [Statement] = [
        .raw(
            .payload(
                PayloadExpression(
                    destination: .word(0), base: .transport, offset: 13, length: 1))),
        .raw(
            .bitwise(
                BitwiseExpression(
                    source: .word(0), destination: .word(0), length: 1, mask: [0x06], xor: [0]))),
        .raw(.compare(CompareExpression(source: .word(0), comparison: .equal, value: [0]))),
    ]

    /// Adds directions; those that are there already stay.
    func add(_ directions: [Direction], _ batch: inout Batch) {
        batch.add(
            elements: directions.map { direction in
                Element(
                    FieldBytes().address(direction.from.address).port(direction.from.port)
                        .address(direction.to.address).port(direction.to.port))
            }, to: set)
    }

    /// Packets of one end to what it takes for the other.
    struct Direction: Hashable {
        var from: SocketEndpoint
        var to: SocketEndpoint
    }
}
