import APIMachinery
import ContainerRuntime
import ControllerRuntime
import JSON
import LinuxSystem
import Logging
import PodProbes
import PodStreams
import PodVolumes

/// Runs the pods that are bound to a node, and tells the API of them and of the node.
///
/// The runtime is its memory: ended at any moment and started again, it finds what runs and goes
/// on.
public final class NodeAgent: Sendable {
    private let context: AgentContext
    private let pods: Informer
    private let keepers = PodKeepers()

    /// - Parameter runtime: runs the pods; must answer.
    /// - Throws: when the runtime doesn't say what it is, or the agent's folder can't be made.
    public init(
        _ options: NodeAgentOptions, runtime: any ContainerRuntime, in context: ControllerContext
    ) async throws {
        try Files.createDirectories(options.rootDirectory, mode: 0o750)
        let version = try await runtime.version
        let name = version.split(separator: ":").first.map(String.init) ?? version
        let objects = ObjectReader(context.cluster)
        self.context = AgentContext(
            options: options, cluster: context.cluster, events: context.events,
            logger: context.logger, now: context.now, runtime: runtime, runtimeName: name,
            observer: RuntimeObserver(runtime), images: ImageFetcher(runtime), objects: objects,
            volumes: PodVolumes(root: options.rootDirectory, objects: objects),
            services: context.cluster.informer(for: .services), probes: NetworkProbe(),
            machine: MachineFacts(storageAt: options.rootDirectory), pods: WorkQueue(),
            statuses: WorkQueue(firstPause: .milliseconds(20), longestPause: .seconds(10)))
        pods = context.cluster.informer(
            for: .pods, fieldSelector: "spec.nodeName=\(options.nodeName)")
        pods.addIndex(Self.byUID) { [$0.uid] }
        let queue = self.context.pods
        pods.onChange { change in
            if let old = change.old { queue.add(old.uid) }
            if let new = change.new, new.uid != change.old?.uid { queue.add(new.uid) }
        }
    }

    private static let byUID = "uid"

    /// Works until its task is cancelled. What runs then goes on running.
    public func run() async {
        let looks = Reconciler<String>(
            "pods", workers: 8, queue: context.pods, logger: context.logger
        ) { uid throws(APIStatus) in
            await self.look(uid)
        }
        let writes = Reconciler<String>(
            "pod status", workers: 8, queue: context.statuses, logger: context.logger
        ) { uid throws(APIStatus) in
            guard let keeper = self.keepers.find(uid) else { return nil }
            try await Timed.ask(within: .seconds(10)) {
                () async throws(APIStatus) in try await keeper.writeStatus()
            }
            return nil
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await NodeRegistration(context: self.context).run() }
            group.addTask { await NodeHeartbeat(context: self.context).run() }
            group.addTask { await RuntimeFollower(context: self.context).run() }
            group.addTask { await looks.run(after: [self.pods]) }
            group.addTask { await writes.run(after: [self.pods]) }
            group.addTask { await self.removeLeftovers() }
            group.addTask { await self.keepNetwork() }
        }
        await context.probes.close()
    }

    /// The node's part of the pods' network: the plugin, and the routes to other nodes.
    private func keepNetwork() async {
        let options = context.options
        await withTaskGroup(of: Void.self) { group in
            if let network = options.network {
                let node = context.cluster.informer(
                    for: .nodes, fieldSelector: "metadata.name=\(options.nodeName)")
                let installation = NetworkInstallation(options: network, logger: context.logger)
                group.addTask { await installation.run(node: node) }
            }
            if let mode = options.routes {
                let routes = RouteKeeper(
                    nodeName: options.nodeName, mode: mode,
                    nodes: context.cluster.informer(for: .nodes), logger: context.logger)
                group.addTask { await routes.run() }
            }
        }
    }

    private func look(_ uid: String) async -> Duration? {
        let object = pods.list(index: Self.byUID, uid).first
        let keeper = keepers.keeper(uid) { PodKeeper(uid, object, self.context) }
        let look = await keeper.look(object)
        if look.isOver { keepers.forget(uid) }
        return look.next
    }

    /// Folders of pods that went while no agent ran.
    private func removeLeftovers() async {
        await pods.waitUntilFilled()
        for uid in context.volumes.pods() where pods.list(index: Self.byUID, uid).isEmpty {
            context.pods.add(uid)
        }
    }
}

extension NodeAgent: PodDirectory {
    public func pod(namespace: String, name: String) async -> PodEntry? {
        guard let object = pods.get(namespace: namespace, name: name) else { return nil }
        return await keepers.find(object.uid)?.entry()
    }

    public func podList() async -> JSON {
        let items = pods.list().map { $0.object().json }
        return [
            "kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(items),
        ]
    }
}
