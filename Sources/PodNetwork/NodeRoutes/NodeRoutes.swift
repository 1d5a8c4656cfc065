import LinuxSystem
import Netlink
import NetworkAddress
import RouteNetlink
import Synchronization

/// Keeps the routes from this node to the pods of all others, in the kernel's main table.
///
/// What it made carries a number of its own, so that nothing of it stays after the agent was away,
/// and nothing of anybody else's is touched. `apply` looks at everything, and writes nothing where
/// nothing changed; `change` and `mend` cost what changed, and look at everything where they can't
/// be sure.
public final class NodeRoutes: Sendable {
    /// What a call did.
    public struct Outcome: Sendable, Hashable {
        /// How many requests the kernel took.
        public var changes = 0
        /// Whether everything was read again.
        public var isWhole = false
        /// What could not be had, for people: nodes without a way, routes that others made.
        public var problems: [String] = []
    }

    struct World {
        var plan: NodeRoutePlan?
        var state = NodeRouteState()
        var tunnel: LinkIndex?
        /// The tunnel as it was made.
        var made: TunnelPlan?
        /// What the kernel did not take, in its words.
        var refused: [NodeRouteKey: String] = [:]
        /// Something is not known for sure.
        var mustLook = true
    }

    private let socket: RouteSocket
    private let events: RouteEvents
    private let mode: RouteMode
    private let world = Mutex(World())

    /// More at once would be more answers than a socket's buffer holds.
    private static let batchCount = 1000

    /// In the calling thread's network namespace, or in another.
    public init(_ mode: RouteMode, in namespace: NetworkNamespace? = nil) throws {
        self.mode = mode
        socket = if let namespace { try RouteSocket(in: namespace) } else { try RouteSocket() }
        let topics = Set(RouteEvents.Topic.allCases)
        events =
            if let namespace { try RouteEvents(topics, in: namespace) } else {
                try RouteEvents(topics)
            }
        try events.ignoreEvents(causedBy: socket)
    }

    /// Readable when others changed something that `mend` should look at; for a poller.
    public var descriptor: Int32 { events.descriptor }

    /// Makes the kernel's routes those of a cluster.
    @discardableResult
    public func apply(own: RoutedNode, others: [RoutedNode]) throws -> Outcome {
        try world.withLock { world in
            let links = world.plan?.links ?? HostLinks([], mtus: [:])
            world.plan = NodeRoutePlan(own: own, others: others, mode: mode, links: links)
            return try look(&world)
        }
    }

    /// This node became another.
    @discardableResult
    public func change(own: RoutedNode) throws -> Outcome {
        try world.withLock { world in
            guard let plan = world.plan else { return Outcome() }
            world.plan = plan.with(own: own, links: plan.links)
            return try look(&world)
        }
    }

    /// Other nodes became others: by name, nil is gone. Nothing else is read.
    @discardableResult
    public func change(_ nodes: [String: RoutedNode?]) throws -> Outcome {
        try world.withLock { world in
            guard world.plan != nil else { return Outcome() }
            var keys: Set<NodeRouteKey> = []
            for (name, node) in nodes { keys.formUnion(world.plan?.set(node, named: name) ?? []) }
            return try settle(keys, &world)
        }
    }

    /// Sets right what others did since the last call; `descriptor` says when.
    @discardableResult
    public func mend() throws -> Outcome {
        try world.withLock { world in
            guard let plan = world.plan else {
                _ = try waitingEvents()
                return Outcome()
            }
            var keys: Set<NodeRouteKey> = []
            let wasSure = !world.mustLook
            world.mustLook = true
            let waiting = try waitingEvents()
            world.mustLook = !wasSure
            for event in waiting {
                if world.isUnsure(after: event, plan) { world.mustLook = true }
                if let key = world.state.apply(event, tunnel: world.tunnel) { keys.insert(key) }
            }
            return try settle(keys, &world)
        }
    }

    /// Reads everything again, and sets it right.
    @discardableResult
    public func look() throws -> Outcome {
        try world.withLock { world in
            guard world.plan != nil else { return Outcome() }
            return try look(&world)
        }
    }

    /// Takes away all that was made here.
    @discardableResult
    public func remove() throws -> Outcome {
        let nobody = RoutedNode(name: "", podCIDRs: [], addresses: [])
        return try apply(own: nobody, others: [])
    }
}

// MARK: - With the world held

extension NodeRoutes {
    /// Writes what is missing or too much at some keys.
    private func settle(_ keys: Set<NodeRouteKey>, _ world: inout World) throws -> Outcome {
        guard let plan = world.plan else { return Outcome() }
        guard !world.mustLook, plan.tunnel == world.made else { return try look(&world) }
        var outcome = Outcome()
        // What is not known by now is known after a look.
        if try write(keys, plan, &world, &outcome) { return try look(&world) }
        outcome.problems = plan.problems + world.refusals
        return outcome
    }

    private func look(_ world: inout World) throws -> Outcome {
        world.mustLook = true
        // What waits is in what is read below.
        _ = try waitingEvents()
        var outcome = Outcome(isWhole: true)
        guard let old = world.plan else { return outcome }
        let plan = old.with(links: try HostLinks(observing: socket, of: old.own))
        world.plan = plan
        let link = try TunnelKeeper(socket: socket).apply(plan.tunnel, &outcome)
        world.tunnel = link
        world.made = plan.tunnel
        world.state = try NodeRouteState(observing: socket, tunnel: link)
        world.refused = [:]
        _ = try write(world.state.keys.union(plan.keys), plan, &world, &outcome)
        outcome.problems = plan.problems + world.refusals
        world.mustLook = false
        return outcome
    }

    /// - Returns: whether something was refused.
    private func write(
        _ keys: Set<NodeRouteKey>, _ plan: NodeRoutePlan, _ world: inout World,
        _ outcome: inout Outcome
    ) throws -> Bool {
        let change = NodeRouteChange(of: keys, from: world.state, to: plan, tunnel: world.tunnel)
        for key in keys { world.refused[key] = nil }
        var isRefused = false
        var rest = change.requests[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.batchCount))
            rest = rest.dropFirst(part.count)
            var batch = RouteBatch()
            for request in part { request.add(to: &batch) }
            // Until the answers are here nobody knows.
            world.mustLook = true
            let refusals = try socket.refusals(of: batch)
            world.mustLook = false
            outcome.changes += part.count
            var failed: Set<Int> = []
            for refusal in refusals {
                outcome.changes -= 1
                if part[refusal.index].isRemoval, Self.isDone(refusal.error) { continue }
                failed.insert(refusal.index)
                isRefused = true
                let request = part[refusal.index]
                world.refused[request.key] = Self.words(refusal.error, request)
            }
            for (index, request) in part.enumerated() where !failed.contains(index) {
                world.state.apply(request)
            }
        }
        return isRefused
    }

    private func waitingEvents() throws -> [RouteEvent] {
        var all: [RouteEvent] = []
        while case let some = try events.next(timeout: .zero), !some.isEmpty { all += some }
        return all
    }

    /// What was to be deleted went by itself, with its link or its gateway.
    private static func isDone(_ refusal: NetlinkError) -> Bool {
        [.esrch, .enoent].contains(refusal.errno)
    }

    private static func words(_ error: NetlinkError, _ request: NodeRouteRequest) -> String {
        if case .setRoute(let route, false) = request, error.errno == .eexist {
            return "a route to \(route.prefix) is there that others made"
        }
        return error.description
    }
}

extension NodeRoutes.World {
    /// A link that is off refuses all its nodes' routes at once: some of them say enough.
    fileprivate var refusals: [String] {
        let all = refused.values.sorted()
        return all.count <= 10 ? all : all.prefix(10) + ["and \(all.count - 10) more like these"]
    }

    /// Whether an event tells of something that takes other things with it: version 4's routes go
    /// with their link and nobody says so.
    fileprivate func isUnsure(after event: RouteEvent, _ plan: NodeRoutePlan) -> Bool {
        switch event {
        case .overrun: true
        case .link(let link) where link.index == tunnel || link.name == TunnelPlan.name:
            link.index != tunnel || !link.isUp || link.mtu != made?.mtu
                || !(made?.isMade(link) ?? false)
        case .linkRemoved(let link) where link.name == TunnelPlan.name: true
        // Whether it came beside ours or in its place, the kernel doesn't say. What was written
        // from here is told as well.
        case .forwarding(let entry):
            entry.link == tunnel
                && state.forwarding[entry.mac]?.map(\.destination) != [entry.destination]
        case .forwardingRemoved(let entry):
            entry.link == tunnel
                && state.forwarding[entry.mac]?.contains { $0.destination == entry.destination }
                    == true
        case .address(let address) where address.link == tunnel: false
        case .addressRemoved(let address) where address.link == tunnel: true
        default: plan.links.isChanged(by: event)
        }
    }
}
