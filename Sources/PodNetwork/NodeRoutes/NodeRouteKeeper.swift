import LinuxSystem
import Synchronization

/// Keeps `NodeRoutes` on a thread of its own: as nodes are told, and as the kernel tells that
/// others meddled. What comes while it works is taken together, the last word for each node.
public final class NodeRouteKeeper: Sendable {
    private struct Inbox {
        var nodes: [String: RoutedNode?] = [:]
        var hasBegun = false
        var isStopped = false
    }

    private let ownName: String
    private let routes: NodeRoutes
    private let inbox = Mutex(Inbox())
    private let bell: EventDescriptor
    private let timer: TimerDescriptor
    private let poller: EventPoller
    private let interval: Duration
    private let report: @Sendable (Result<NodeRoutes.Outcome, any Error>) -> Void
    private let thread = Mutex<SystemThread?>(nil)

    /// - Parameters:
    ///   - namespace: nil is the calling thread's.
    ///   - interval: everything is read again this often, in case the kernel did not tell.
    ///   - report: told of each piece of work, on the keeper's thread.
    public init(
        _ mode: RouteMode, of ownName: String, in namespace: NetworkNamespace? = nil,
        lookingEvery interval: Duration = .seconds(60),
        report: @escaping @Sendable (Result<NodeRoutes.Outcome, any Error>) -> Void
    ) throws {
        self.ownName = ownName
        self.interval = interval
        self.report = report
        routes = try NodeRoutes(mode, in: namespace)
        bell = try EventDescriptor()
        timer = try TimerDescriptor()
        poller = try EventPoller()
        for descriptor in [bell.descriptor, timer.descriptor, routes.descriptor] {
            try poller.add(descriptor, token: UInt64(UInt32(bitPattern: descriptor)))
        }
        try timer.set(after: interval, every: interval)
        let thread = try SystemThread.spawn(name: "node-routes") { [self] in work() }
        self.thread.withLock { $0 = thread }
    }

    /// A node as it is now; nil when it is gone.
    public func set(_ node: RoutedNode?, named name: String) {
        inbox.withLock { $0.nodes[name] = .some(node) }
        bell.signal()
    }

    /// All nodes that there are have been told: from now on, what belongs to none goes.
    public func begin() {
        inbox.withLock { $0.hasBegun = true }
        bell.signal()
    }

    /// Ends the thread; the routes stay.
    public func stop() {
        inbox.withLock { $0.isStopped = true }
        bell.signal()
        thread.withLock { $0 }?.join()
    }

    private func work() {
        var own: RoutedNode?
        while !inbox.withLock(\.isStopped) {
            do {
                _ = try poller.wait()
                bell.take()
                let isDue = timer.take() > 0
                report(.success(try step(&own, isDue)))
            } catch {
                report(.failure(error))
                // What was not done is found by a look.
                try? timer.set(after: .seconds(1), every: interval)
            }
        }
    }

    private func step(_ own: inout RoutedNode?, _ isDue: Bool) throws -> NodeRoutes.Outcome {
        var nodes = inbox.withLock { inbox in
            // Nothing begins before this node is known; it outlives its object.
            guard inbox.hasBegun, own != nil || (inbox.nodes[ownName] ?? nil) != nil
            else { return [:] as [String: RoutedNode?] }
            defer { inbox.nodes = [:] }
            return inbox.nodes
        }
        let told = nodes.removeValue(forKey: ownName) ?? nil
        guard own != nil else {
            guard let told else { return try routes.mend() }
            own = told
            return try routes.apply(own: told, others: nodes.values.compactMap(\.self))
        }
        var outcome = try routes.mend()
        if !nodes.isEmpty { outcome = try routes.change(nodes).after(outcome) }
        if let told, told != own {
            own = told
            outcome = try routes.change(own: told).after(outcome)
        }
        if isDue { outcome = try routes.look().after(outcome) }
        return outcome
    }
}

extension NodeRoutes.Outcome {
    /// What two calls did together.
    fileprivate func after(_ earlier: NodeRoutes.Outcome) -> NodeRoutes.Outcome {
        var both = self
        both.changes += earlier.changes
        both.isWhole = isWhole || earlier.isWhole
        return both
    }
}
