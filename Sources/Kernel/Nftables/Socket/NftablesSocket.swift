import LinuxSystem
import Netlink

/// The kernel's ruleset of one network namespace. May be used from any thread.
public final class NftablesSocket: Sendable {
    let socket: NetlinkSocket

    /// Opens it in the calling thread's network namespace. Needs CAP_NET_ADMIN there.
    public init() throws(NetlinkError) {
        socket = try NetlinkSocket(protocol: .netfilter)
    }

    /// Opens it in a network namespace.
    public convenience init(in namespace: NetworkNamespace) throws {
        self.init(try namespace.run { try NetlinkSocket(protocol: .netfilter) })
    }

    init(_ socket: NetlinkSocket) {
        self.socket = socket
    }

    /// Makes all changes of a batch at once; when one is refused, none is made.
    ///
    /// Throws `NftablesError` with every refusal, each naming the object that it is about. A batch
    /// that names a generation fails with ERESTART (`isStale`) when somebody was faster.
    public func apply(_ batch: consuming Batch) throws(NftablesError) {
        if batch.isEmpty { return }
        let bytes: [UInt8]
        do {
            bytes = try batch.encoded()
        } catch {
            throw NftablesError(
                NetlinkError(
                    operation: "build batch", subject: "\(error)", errno: Errno(code: 90)))
        }
        try apply(encoded: bytes)
    }

    /// Sends bytes that `Batch.encoded()` gave.
    public func apply(encoded bytes: [UInt8]) throws(NftablesError) {
        for attempt in 1... {
            let refusals: [Acknowledgement]
            do {
                refusals = try socket.sendBatch(bytes, operation: "apply", subject: "batch")
            } catch {
                throw NftablesError(error)
            }
            if refusals.isEmpty { return }
            // The kernel had to let somebody else pass; the batch itself was not refused.
            let isTransient = refusals.allSatisfy { $0.code == 4 || $0.code == 11 }
            if isTransient, attempt < 10 { continue }
            throw NftablesError(refusals.map { BatchSubjects(bytes).error($0) })
        }
    }

    /// Looks, plans and applies, again as long as somebody else changes the ruleset in between.
    ///
    /// - Parameter plan: builds the batch for the generation that it is given; what it reads of
    ///   the ruleset is then still so when the batch is applied.
    public func transaction(
        attempts: Int = 10, _ plan: (Generation) throws -> Batch
    ) throws {
        for attempt in 1... {
            do {
                return try apply(try plan(try generation()))
            } catch let error as NftablesError {
                if !error.isStale || attempt >= attempts { throw error }
            }
        }
    }
}
