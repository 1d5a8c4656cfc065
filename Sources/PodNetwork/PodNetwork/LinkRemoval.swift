import RouteNetlink

/// Removes links of attachments, together with those that other processes remove at the same time.
///
/// The kernel waits some milliseconds for each request that deletes links, whatever their number,
/// and holds its lock on links meanwhile. So links on their way out are put in one group, which
/// takes no wait; who gets the lock next deletes all that are in it by then, and the others
/// find nothing left to do.
struct LinkRemoval {
    private let node: RouteSocket
    private var indices: [LinkIndex] = []
    private var unmarked: [LinkIndex] = []

    /// The group of links that nobody wants any more: `mart`, in ASCII.
    static let group: UInt32 = 0x6D61_7274

    init(_ node: RouteSocket) { self.node = node }

    /// Whether there is nothing to remove.
    var isEmpty: Bool { indices.isEmpty }

    /// Adds a link to those that go.
    mutating func add(_ index: LinkIndex) {
        if !indices.contains(index) { indices.append(index) }
    }

    /// Stops what goes through the links, and puts them in the group. Rules for them can go from
    /// here on: a bridge takes nothing more from a port that is disabled.
    mutating func mark() throws {
        guard !indices.isEmpty else { return }
        var port = BridgePortOptions()
        // C: BR_STATE_DISABLED
        port.state = 0
        var change = LinkChange(port: port)
        change.group = Self.group
        var batch = RouteBatch()
        for index in indices { batch.set(index, change) }
        // A link that is no bridge's port says EOPNOTSUPP to the second part, one that is gone
        // ENODEV to both.
        let isRefused = try node.apply(batch).contains {
            $0.operation == "change" && $0.errno != .enodev
        }
        if isRefused { unmarked = indices }
    }

    /// Deletes them; returns once they are gone.
    func finish() throws {
        guard !indices.isEmpty else { return }
        var batch = RouteBatch()
        if unmarked.isEmpty { batch.delete(group: Self.group) }
        for index in unmarked { batch.delete(index) }
        let refusal = try node.apply(batch).first { $0.errno != .enodev }
        guard let refusal else { return }
        // Somebody may have put a link in the group that cannot be deleted.
        var single = RouteBatch()
        for index in indices { single.delete(index) }
        if try node.apply(single).contains(where: { $0.errno != .enodev }) { throw refusal }
    }
}
