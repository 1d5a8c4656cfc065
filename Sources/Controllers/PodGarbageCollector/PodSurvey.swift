import ControllerRuntime
import JSON
import WatchCache

/// Which pods are left over.
struct PodSurvey {
    var pods: [CachedObject]
    /// The nodes that there are.
    var nodes: Set<String>
    /// Nodes that someone has declared out of service.
    var outOfServiceNodes: Set<String>

    init(pods: [CachedObject], nodes: Set<String>, outOfService: Set<String>) {
        self.pods = pods
        self.nodes = nodes
        outOfServiceNodes = outOfService
    }

    /// The oldest finished pods above a limit.
    func finished(above limit: Int) -> [CachedObject] {
        guard limit > 0 else { return [] }
        let finished = pods.filter { $0.view(PodView.self).isFinished }
        guard finished.count > limit else { return [] }
        let inOrder = finished.sorted {
            let (a, b) = ($0.view(PodView.self), $1.view(PodView.self))
            if (a.reason == "Evicted") != (b.reason == "Evicted") { return a.reason == "Evicted" }
            return ($0.meta.creationTimestamp, $0.path) < ($1.meta.creationTimestamp, $1.path)
        }
        return Array(inOrder.prefix(finished.count - limit))
    }

    /// Pods that are being deleted and that no node will ever end.
    var unscheduled: [CachedObject] {
        pods.filter { $0.meta.isDeleting && $0.view(PodView.self).nodeName.isEmpty }
    }

    /// Pods that are being deleted on nodes that won't come back.
    var outOfService: [CachedObject] {
        pods.filter {
            $0.meta.isDeleting && outOfServiceNodes.contains($0.view(PodView.self).nodeName)
        }
    }

    /// Nodes that pods are bound to and that are not there.
    var missingNodes: Set<String> {
        Set(pods.map { $0.view(PodView.self).nodeName }).subtracting(nodes).subtracting([""])
    }
}

/// How long nodes have been missing.
struct MissingNodes {
    private let quarantine: Duration
    private var since: [String: ContinuousClock.Instant] = [:]

    init(quarantine: Duration) { self.quarantine = quarantine }

    /// Those that have been missing for long enough. Who comes back begins anew.
    mutating func due(_ missing: Set<String>, at now: ContinuousClock.Instant) -> [String] {
        since = since.filter { missing.contains($0.key) }
        for node in missing where since[node] == nil { since[node] = now }
        return since.filter { now - $0.value >= quarantine }.keys.sorted()
    }
}

/// What the collector reads of a node.
struct NodeView: ObjectView {
    /// Whether it isn't ready and declared out of service.
    var isOutOfService: Bool

    init(_ object: JSONValue) {
        let isTainted =
            object["spec"]?["taints"]?.elements.contains {
                $0["key"]?.string == "node.kubernetes.io/out-of-service"
            } ?? false
        let isReady =
            object["status"]?["conditions"]?.elements.contains {
                $0["type"]?.string == "Ready" && $0["status"]?.string == "True"
            } ?? false
        isOutOfService = isTainted && !isReady
    }

    static func of(_ node: CachedObject) -> NodeView { node.view() }
}
