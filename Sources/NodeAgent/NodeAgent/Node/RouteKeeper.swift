import ControllerRuntime
import JSON
import LinuxSystem
import Logging
import NetworkAddress
import NodeRoutes
import Synchronization
import WatchCache

/// Keeps the routes to other nodes' pods as the Nodes of the API say.
package struct RouteKeeper: Sendable {
    let nodeName: String
    let mode: RouteMode
    let nodes: Informer
    let namespace: NetworkNamespace?
    let logger: Logger

    /// - Parameter namespace: where the routes are; nil is the process's own.
    package init(
        nodeName: String, mode: RouteMode, nodes: Informer, in namespace: NetworkNamespace? = nil,
        logger: Logger
    ) {
        self.nodeName = nodeName
        self.mode = mode
        self.nodes = nodes
        self.namespace = namespace
        self.logger = logger
    }

    /// Keeps them until cancelled. They stay then: pods go on.
    package func run() async {
        var told = ""
        while !Task.isCancelled {
            do {
                return try await keep()
            } catch {
                if told != "\(error)" { logger.error("routes: \(error)") }
                told = "\(error)"
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }

    private func keep() async throws {
        let journal = RouteJournal(logger)
        let keeper = try NodeRouteKeeper(mode, of: nodeName, in: namespace) { journal.take($0) }
        nodes.onChange { change in
            // Heartbeats are no news.
            guard let name = change.object?.name, change.old?.routedNode != change.new?.routedNode
            else { return }
            keeper.set(change.new?.routedNode, named: name)
        }
        await nodes.waitUntilFilled()
        keeper.begin()
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        keeper.stop()
    }
}

/// Says what became of the routes, each problem once as long as it lasts.
private final class RouteJournal: Sendable {
    private let logger: Logger
    private let told = Mutex<[String]>([])

    init(_ logger: Logger) { self.logger = logger }

    func take(_ result: Result<NodeRoutes.Outcome, any Error>) {
        switch result {
        case .success(let outcome):
            if outcome.changes > 0 { logger.info("routes: \(outcome.changes) changes") }
            for problem in outcome.problems where !told.withLock({ $0.contains(problem) }) {
                logger.warning("routes: \(problem)")
            }
            told.withLock { $0 = outcome.problems }
        case .failure(let error):
            let words = "\(error)"
            if !told.withLock({ $0.contains(words) }) { logger.error("routes: \(words)") }
            told.withLock { $0.append(words) }
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
