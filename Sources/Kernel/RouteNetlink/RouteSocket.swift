import LinuxSystem
import Netlink
import NetworkAddress

/// Links, addresses, routes, rules and neighbours of one network namespace.
///
/// Calls may come from any thread. Each throws what the kernel refused, with its own words.
public final class RouteSocket: Sendable {
    let socket: NetlinkSocket

    /// Opens a socket in the calling thread's namespace.
    public init() throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: .route)
    }

    /// Opens a socket in a namespace; a thread goes there for it and ends.
    public init(in namespace: NetworkNamespace) throws {
        socket = try namespace.run { try NetlinkSocket(protocol: .route) }
    }

    /// Sends requests in one system call, in order, and collects all refusals. Unlike a batch of
    /// nftables it isn't one transaction: each request stands alone, and those after a refused
    /// one are tried, too.
    public func apply(_ batch: RouteBatch) throws(NetlinkError) -> [NetlinkError] {
        try refusals(of: batch).map(\.error)
    }

    /// Does what `apply` does, and says which requests were refused.
    public func refusals(of batch: RouteBatch) throws(NetlinkError) -> [RouteBatch.Refusal] {
        guard !batch.entries.isEmpty else { return [] }
        let bytes: [UInt8]
        do throws(NetlinkEncodeError) {
            bytes = try batch.writer.finish()
        } catch {
            throw NetlinkError(
                operation: "encode", subject: error.description, errno: .emsgsize)
        }
        let refusals = try socket.sendBatch(
            bytes, operation: "send requests", subject: "\(batch.entries.count)")
        return refusals.compactMap { refusal in
            let index = Int(refusal.sequence) - 1
            guard batch.entries.indices.contains(index) else { return nil }
            let entry = batch.entries[index]
            return RouteBatch.Refusal(
                index: index, error: refusal.error(entry.operation, entry.subject))
        }
    }

    func dump<Value>(
        _ type: UInt16, _ operation: String, _ subject: String = "",
        _ body: (inout NetlinkWriter) -> Void,
        _ decode: (NetlinkMessage) throws(NetlinkDecodeError) -> Value
    ) throws(NetlinkError) -> [Value] {
        let messages = try socket.dump(
            type: type, operation: operation, subject: subject, body)
        var values: [Value] = []
        values.reserveCapacity(messages.count)
        for message in messages {
            do throws(NetlinkDecodeError) {
                values.append(try decode(message))
            } catch {
                throw NetlinkError(error)
            }
        }
        return values
    }

    func request(
        _ type: UInt16, _ flags: MessageFlags, _ operation: String, _ subject: String,
        _ body: (inout NetlinkWriter) -> Void
    ) throws(NetlinkError) {
        try socket.request(
            type: type, flags: flags, operation: operation, subject: subject, body)
    }
}
