import LinuxSystem
import Netlink

/// The connections that the kernel tracks in one network namespace. May be used from any thread.
///
/// All calls throw `NetlinkError`.
public final class ConntrackSocket: Sendable {
    let socket: NetlinkSocket

    /// Opens it in the calling thread's network namespace. Needs CAP_NET_ADMIN there.
    public init() throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: .netfilter)
    }

    /// Opens it in a network namespace.
    public init(in namespace: NetworkNamespace) throws {
        socket = try namespace.run { try NetlinkSocket(protocol: .netfilter) }
    }

    /// The flows that a filter wants; without one, all.
    public func list(_ filter: FlowFilter = FlowFilter()) throws(NetlinkError) -> [Flow] {
        let messages: [NetlinkMessage]
        do throws(NetlinkError) {
            messages = try dump(filter, inKernel: true)
        } catch {
            // Kernels before 5.8 know no filter, and some protocols can't be filtered.
            guard error.errno == .einval || error.errno == .eopnotsupp else { throw error }
            messages = try dump(filter, inKernel: false)
        }
        var flows: [Flow] = []
        for message in messages where message.type == ConntrackMessage.new.type {
            do throws(NetlinkDecodeError) {
                let flow = try Flow(decoding: message)
                if filter.contains(flow) { flows.append(flow) }
            } catch {
                throw NetlinkError(error)
            }
        }
        return flows
    }

    private func dump(
        _ filter: FlowFilter, inKernel: Bool
    ) throws(NetlinkError) -> [NetlinkMessage] {
        try socket.dump(type: ConntrackMessage.get.type, operation: "list flows") { writer in
            NetfilterHeader(family: filter.familyNumber).encode(into: &writer)
            if inKernel { filter.encode(into: &writer) }
        }
    }

    /// How many flows are tracked.
    public func count() throws(NetlinkError) -> Int {
        let answers = try socket.request(
            type: ConntrackMessage.statistics.type, operation: "count flows"
        ) { NetfilterHeader(family: 0).encode(into: &$0) }
        for answer in answers {
            do throws(NetlinkDecodeError) {
                // C: CTA_STATS_GLOBAL_ENTRIES
                let attributes = try answer.attributes(after: NetfilterHeader.length)
                if let entries = try attributes.first(1) { return Int(try entries.be32()) }
            } catch {
                throw NetlinkError(error)
            }
        }
        return 0
    }

    /// Ends a flow: the next packet of it is a first one again.
    ///
    /// - Returns: false when it was gone already.
    @discardableResult
    public func delete(_ flow: Flow) throws(NetlinkError) -> Bool {
        try delete(flow.original, zone: flow.zone, id: flow.id)
    }

    /// Ends the flow whose first packet was like this.
    ///
    /// - Parameter id: when it is given, only that very flow and no later one.
    /// - Returns: false when there is none.
    @discardableResult
    public func delete(
        _ original: FlowTuple, zone: UInt16 = 0, id: UInt32? = nil
    ) throws(NetlinkError) -> Bool {
        let family: UInt8 = original.source.family == .ipv4 ? 2 : 10
        do throws(NetlinkError) {
            try socket.request(
                type: ConntrackMessage.delete.type, operation: "delete flow",
                subject: original.description
            ) { writer in
                NetfilterHeader(family: family).encode(into: &writer)
                original.encode(FlowAttribute.original, into: &writer)
                if zone != 0 { writer.attribute(FlowAttribute.zone, be16: zone) }
                if let id { writer.attribute(FlowAttribute.id, be32: id) }
            }
            return true
        } catch {
            if error.errno == .enoent { return false }
            throw error
        }
    }
}
