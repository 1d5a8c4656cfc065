import LinuxSystem
import Netlink

/// Something that happened to the ruleset.
public enum NftablesEvent: Sendable {
    case addedTable(Table)
    case deletedTable(Table)
    case addedChain(Chain)
    case deletedChain(Chain)
    case addedRule(Rule)
    case deletedRule(Rule)
    case addedSet(NftSet)
    case deletedSet(NftSet)
    case addedElements([Element], set: String, TableReference)
    case deletedElements([Element], set: String, TableReference)
    /// Ends the events of one batch.
    case generation(Generation)
    /// Events were lost: look at everything again.
    case overrun
}

/// The changes that anybody makes in one network namespace. May be used from any thread.
public final class NftablesMonitor: Sendable {
    /// C: NFNLGRP_NFTABLES
    private static let group: UInt32 = 7

    private let socket: NetlinkSocket

    /// Opens it in the calling thread's network namespace; changes are seen from then on.
    public init() throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: .netfilter, groups: [Self.group])
    }

    /// Opens it in a network namespace.
    public init(in namespace: NetworkNamespace) throws {
        socket = try namespace.run {
            try NetlinkSocket(protocol: .netfilter, groups: [Self.group])
        }
    }

    /// Doesn't tell what another socket's batches change; to be called before they are sent.
    ///
    /// The kernel itself passes over them: they cost nothing, and a large batch of one's own loses
    /// no event of others.
    public func ignore(_ own: NftablesSocket) throws(NetlinkError) {
        try socket.ignoreEvents(causedBy: own.socket.portID)
    }

    /// The descriptor, to wait on with poll or epoll; it stays owned by the monitor.
    public var descriptor: Int32 { socket.descriptor }

    /// What happened since the last call; waits for the first event.
    ///
    /// - Parameter timeout: the longest wait; nil waits for ever, zero not at all.
    public func receive(timeout: Duration? = nil) throws(NetlinkError) -> [NftablesEvent] {
        var events: [NftablesEvent] = []
        for event in try socket.receiveEvents(timeout: timeout) {
            switch event {
            case .overrun: events.append(.overrun)
            case .message(let message):
                do throws(NetlinkDecodeError) {
                    if let event = try NftablesEvent(decoding: message) { events.append(event) }
                } catch {
                    throw NetlinkError(error)
                }
            }
        }
        return events
    }
}

extension NftablesEvent {
    /// The event of a message; nil for kinds that are not told.
    package init?(decoding message: NetlinkMessage) throws(NetlinkDecodeError) {
        guard let kind = NftablesMessage(type: message.type) else { return nil }
        var reader = message.reader
        let family = NftablesFamily(rawValue: try NetfilterHeader(decoding: &reader).family)
        let attributes = reader.attributes()
        switch kind {
        case .newTable: self = .addedTable(try Table(decoding: attributes, family: family))
        case .deleteTable: self = .deletedTable(try Table(decoding: attributes, family: family))
        case .newChain: self = .addedChain(try Chain(decoding: attributes, family: family))
        case .deleteChain: self = .deletedChain(try Chain(decoding: attributes, family: family))
        case .newRule: self = .addedRule(try Rule(decoding: attributes, family: family))
        case .deleteRule: self = .deletedRule(try Rule(decoding: attributes, family: family))
        case .newSet: self = .addedSet(try NftSet(decoding: attributes, family: family))
        case .deleteSet: self = .deletedSet(try NftSet(decoding: attributes, family: family))
        case .newElement, .deleteElement:
            let name = try attributes.first(ElementListAttribute.table)?.string() ?? ""
            let table = TableReference(family, name)
            let set = try attributes.first(ElementListAttribute.set)?.string() ?? ""
            let elements = try Element.list(attributes)
            self =
                kind == .newElement
                ? .addedElements(elements, set: set, table)
                : .deletedElements(elements, set: set, table)
        case .newGeneration: self = .generation(try Generation(decoding: attributes))
        default: return nil
        }
    }
}
