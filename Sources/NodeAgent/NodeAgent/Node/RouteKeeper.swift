import ControllerRuntime
import JSON
import LinuxSystem
import Logging
import NetworkAddress
import NodeRoutes
import WatchCache

/// Keeps the routes to other nodes' pods as the Nodes of the API say.
struct RouteKeeper: Sendable {
    let nodeName: String
    let mode: RouteMode
    let nodes: Informer
    let logger: Logger

    /// What others did to the kernel's routes is found within this time.
    private static let repairInterval = Duration.seconds(15)

    /// Keeps them until cancelled. They stay then: pods go on.
    func run() async {
        let (bell, ringer) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await nodes.waitUntilFilled()
        nodes.onChange { change in
            // Heartbeats are no news.
            guard change.old?.routedNode != change.new?.routedNode else { return }
            ringer.yield()
        }
        ringer.yield()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: Self.repairInterval)
                    ringer.yield()
                }
                ringer.finish()
            }
            var told: [String] = []
            for await _ in bell { told = apply(told) }
            group.cancelAll()
        }
    }

    /// - Returns: what was said to be wrong.
    private func apply(_ told: [String]) -> [String] {
        var own: RoutedNode?
        var others: [RoutedNode] = []
        for node in nodes.list().map(\.routedNode) {
            if node.name == nodeName { own = node } else { others.append(node) }
        }
        guard let own else { return told }
        do {
            let outcome = try NodeRoutes(mode).apply(own: own, others: others)
            if outcome.changes > 0 {
                logger.info("routes: \(outcome.changes) changes for \(others.count) other nodes")
            }
            for problem in outcome.problems where !told.contains(problem) {
                logger.warning("routes: \(problem)")
            }
            return outcome.problems
        } catch {
            let words = "\(error)"
            if !told.contains(words) { logger.error("routes: \(words)") }
            return [words]
        }
    }
}

/// A node as routes see it.
private struct RoutedNodeView: ObjectView {
    var node: RoutedNode

    init(_ object: JSONValue) {
        let meta = object["metadata"]
        let mac = meta?["annotations"]?[RoutedNode.macAnnotation]?.string
        let addresses = object["status"]?["addresses"]?.elements.compactMap { address in
            address["type"]?.string == "InternalIP"
                ? address["address"]?.string.flatMap(IPAddress.init) : nil
        }
        node = RoutedNode(
            name: meta?["name"]?.string ?? "", podCIDRs: NodeRanges(object).ranges,
            addresses: addresses ?? [], tunnelMAC: mac.flatMap(MACAddress.init))
    }
}

extension CachedObject {
    fileprivate var routedNode: RoutedNode { view(RoutedNodeView.self).node }
}
