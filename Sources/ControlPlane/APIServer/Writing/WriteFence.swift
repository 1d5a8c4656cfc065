import APIMachinery
import HTTPServer
import ObjectStore
import WatchCache

/// What the writes of an elected process depend on: that it still leads.
///
/// A process that was stopped sends, when it wakes, what it was about to send. By then another may
/// lead and have done the same work, so the writer names its term (`LeaseTerm`), and the Lease is
/// a condition of the commit itself: nothing slips in between.
struct WriteFence: Hashable, Sendable {
    /// What the writer says.
    let term: LeaseTerm

    private static let leases = GroupResource(group: "coordination.k8s.io", resource: "leases")

    /// The fence that a request names; nil when it names none.
    /// - Throws: 400 for what is no term.
    init?(_ headers: HTTPFields) throws(APIStatus) {
        let values = headers.values(LeaseTerm.header)
        guard let text = values.first else { return nil }
        guard values.count == 1, let term = LeaseTerm(parsing: text) else {
            throw .badRequest(
                "\(LeaseTerm.header): expected namespace/name/transitions/holder of one Lease, "
                    + "not \(values.joined(separator: ", ").debugDescription)")
        }
        self.term = term
    }

    /// The Lease's key in the store.
    var key: String {
        WatchCache.key(Self.leases, namespace: term.namespace, name: term.name)
    }

    /// The Lease as a cache shows it.
    func lease(in cache: WatchCache) -> StoredObject? {
        cache.get(Self.leases, namespace: term.namespace, name: term.name)
            .map(StoredObject.init)
    }

    /// What must hold of the Lease when the writes are committed.
    /// - Throws: 412 when the term is over.
    func condition(_ lease: StoredObject?) throws(APIStatus) -> StoreWrite {
        guard let lease, LeaseTerm(lease.object) == term else { throw .termOver(term) }
        return .condition(key, is: .unchanged(since: lease.revision))
    }
}

extension APIServer {
    /// The request with the fence that it names.
    /// - Throws: 412 when it writes and its term is over already.
    func fenced(_ context: RequestContext) throws(APIStatus) -> RequestContext {
        guard InFlightLimit.changes(context.info), let fence = try WriteFence(context.http.headers)
        else { return context }
        _ = try fence.condition(fence.lease(in: cache))
        var context = context
        context.fence = fence
        return context
    }
}
