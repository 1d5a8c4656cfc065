import APIMachinery
import APIServer
import ControllerRuntime
import JSON
import LinuxSystem
import LocalCluster
import Logging
import NetworkAddress
import ObjectStore
import Scheduler
import Synchronization

/// From a queue of pods in the API server to all of them bound, through the API server's own
/// writing, with a store behind.
struct EndToEnd {
    let workload: Workload
    let nodes: Int
    let pods: Int
    let store: any ObjectStore
    let storeName: String

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    func run() async throws {
        guard let range = IPPrefix("10.96.0.0/16"), let address = IPAddress("127.0.0.1") else {
            throw Failure(description: "addresses")
        }
        let server = APIServer(
            configuration: APIServerConfiguration(
                serviceRanges: [range], advertisedAddress: address), store: store)
        try await server.start()
        defer { server.stop() }
        let cluster = LocalCluster(server)
        try await fill(cluster)
        let context = ControllerContext(
            cluster: cluster,
            events: EventRecorder(component: "default-scheduler") {
                Timestamp(microseconds: WallClock.microseconds)
            }, logger: Logger(label: "bench"),
            now: { Timestamp(microseconds: WallClock.microseconds) })
        let (counted, bound) = watch(cluster.informer(for: .pods))
        let start = ContinuousClock.now
        let scheduler = Scheduler(context)
        let work = Task { await scheduler.run() }
        let events = Task { await context.events.run(to: cluster, logger: context.logger) }
        let limit = Task {
            try? await Task.sleep(for: .seconds(120))
            bound.finish()
        }
        for await _ in counted {}
        let time = ContinuousClock.now - start
        limit.cancel()
        let placed = cluster.informer(for: .pods).list().count {
            !($0.view(PodView.self).nodeName.isEmpty)
        }
        Report.line(
            "Scheduler.bind, \(storeName)", workload, nodes, placed: placed, of: pods, in: time,
            goal: nodes == 5000 ? workload.goal : nil)
        work.cancel()
        events.cancel()
        await work.value
        await events.value
    }

    /// A stream that ends when all pods have a node.
    private func watch(
        _ informer: Informer
    ) -> (AsyncStream<Void>, AsyncStream<Void>.Continuation) {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let left = Mutex(pods)
        informer.onChange { change in
            guard let new = change.new?.view(PodView.self), !new.nodeName.isEmpty,
                change.old?.view(PodView.self).nodeName.isEmpty == true
            else { return }
            let isLast = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isLast { continuation.finish() }
        }
        return (stream, continuation)
    }

    private func fill(_ cluster: LocalCluster) async throws {
        // A controller's work: without it no pod is taken.
        var account = APIObject([:])
        account.name = "default"
        account.namespace = "default"
        try await cluster.create(.serviceAccounts, account)
        try await create(.nodes, nodes, in: cluster) { Workload.node($0) }
        try await create(.pods, pods, in: cluster) { workload.pod($0) }
        // New nodes are tainted until a controller finds them ready.
        let untainted: JSON = ["spec": ["taints": .null]]
        for number in 0..<nodes {
            try await cluster.patch(.nodes, name: Workload.name(ofNode: number), untainted)
        }
    }

    private func create(
        _ kind: ResourceKind, _ count: Int, in cluster: LocalCluster,
        _ object: @escaping @Sendable (Int) -> JSON
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<64 {
                group.addTask {
                    for number in stride(from: lane, to: count, by: 64) {
                        var new = APIObject(object(number))
                        new.uid = ""
                        try await cluster.create(kind, new)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
