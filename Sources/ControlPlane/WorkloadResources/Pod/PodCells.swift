import APIMachinery
import JSON
import ResourceModel

/// The row of a pod in `kubectl get`.
enum PodCells {
    static func cells(_ pod: APIObject, _ now: Timestamp) -> [JSON] {
        var summary = PodSummary(pod)
        summary.read()
        let gates = pod.spec.list("readinessGates")
        let gateCell: JSON =
            gates.isEmpty ? Cell.none : .string("\(open(gates, pod))/\(gates.count)")
        return [
            .string(pod.name), .string("\(summary.ready)/\(summary.total)"),
            .string(summary.reason), .string(summary.restartsText(now)), Cell.age(pod, now),
            Cell.text(pod.status.list("podIPs").first?.text("ip")),
            Cell.text(pod.spec.text("nodeName")),
            Cell.text(pod.status.text("nominatedNodeName")), gateCell,
        ]
    }

    private static func open(_ gates: [JSON], _ pod: APIObject) -> Int {
        let conditions = pod.status.list("conditions")
        return gates.count { gate in
            let condition = conditions.first {
                $0.text("type") == gate.text("conditionType")
            }
            return condition?.text("status") == "True"
        }
    }
}

/// What a pod's containers amount to, in the words of the STATUS column.
struct PodSummary {
    let pod: APIObject
    var reason: String
    var total: Int
    var ready = 0
    private var restarts = 0
    private var lastRestart: Timestamp?

    init(_ pod: APIObject) {
        self.pod = pod
        total = pod.spec.list("containers").count
        reason = pod.status.text("phase")
    }

    mutating func read() {
        if pod.status.has("reason") { reason = pod.status.text("reason") }
        let conditions = pod.status.list("conditions")
        if conditions.contains(where: {
            $0.text("type") == "PodScheduled" && $0.text("reason") == "SchedulingGated"
        }) {
            reason = "SchedulingGated"
        }
        let isInitializing = readInitContainers()
        if !isInitializing || conditions.contains(where: { Self.isTrue($0, "Initialized") }) {
            readContainers()
        }
        let isEnded = ["Succeeded", "Failed"].contains(pod.status.text("phase"))
        if pod.deletionTimestamp != nil {
            if pod.status.text("reason") == "NodeLost" {
                reason = "Unknown"
            } else if !isEnded {
                reason = "Terminating"
            }
        }
    }

    /// `3 (5m ago)`; the time of the last one is not known of every pod.
    func restartsText(_ now: Timestamp) -> String {
        guard restarts != 0, let lastRestart else { return String(restarts) }
        let ago = HumanDuration.text(seconds: now.seconds - lastRestart.seconds)
        return "\(restarts) (\(ago) ago)"
    }

    /// Reads init containers up to the first that isn't done; returns whether there was one. What
    /// remains counted are the restarts of those that go on beside the containers.
    private mutating func readInitContainers() -> Bool {
        let specs = pod.spec.list("initContainers")
        let goingOn = Set(
            specs.filter { $0.text("restartPolicy") == "Always" }.map { $0.text("name") })
        total += goingOn.count
        var besideRestarts = 0
        var besideLast: Timestamp?
        for (index, status) in pod.status.list("initContainerStatuses").enumerated() {
            let isBeside = goingOn.contains(status.text("name"))
            count(status)
            if isBeside {
                besideRestarts += status.number("restartCount")
                besideLast = Self.later(besideLast, Self.ended(status))
            }
            let terminated = status["state"]?["terminated"]
            if let terminated, terminated.number("exitCode") == 0 { continue }
            if isBeside, status.isTrue("started") {
                if status.isTrue("ready") { ready += 1 }
                continue
            }
            let waiting = status["state"]?["waiting"]?.text("reason") ?? ""
            if let terminated {
                reason = "Init:" + Self.reason(ofTerminated: terminated)
            } else if !waiting.isEmpty && waiting != "PodInitializing" {
                reason = "Init:" + waiting
            } else {
                reason = "Init:\(index)/\(specs.count)"
            }
            self.beside = (besideRestarts, besideLast)
            return true
        }
        self.beside = (besideRestarts, besideLast)
        return false
    }

    private var beside: (restarts: Int, last: Timestamp?) = (0, nil)

    private mutating func readContainers() {
        (restarts, lastRestart) = beside
        var hasRunning = false
        for status in pod.status.list("containerStatuses").reversed() {
            count(status)
            let waiting = status["state"]?["waiting"]?.text("reason") ?? ""
            if !waiting.isEmpty {
                reason = waiting
            } else if let terminated = status["state"]?["terminated"] {
                reason = Self.reason(ofTerminated: terminated)
            } else if status.isTrue("ready"), status["state"]?["running"] != nil {
                hasRunning = true
                ready += 1
            }
        }
        // One container ended, another still runs.
        if reason == "Completed" && hasRunning {
            let isReady = pod.status.list("conditions").contains { Self.isTrue($0, "Ready") }
            reason = isReady ? "Running" : "NotReady"
        }
    }

    private mutating func count(_ status: JSON) {
        restarts += status.number("restartCount")
        lastRestart = Self.later(lastRestart, Self.ended(status))
    }

    private static func ended(_ status: JSON) -> Timestamp? {
        guard let text = status["lastState"]?["terminated"]?["finishedAt"]?.string else {
            return nil
        }
        return Timestamp(parsing: text)
    }

    private static func later(_ a: Timestamp?, _ b: Timestamp?) -> Timestamp? {
        guard let a, let b else { return a ?? b }
        return max(a, b)
    }

    private static func reason(ofTerminated state: JSON) -> String {
        if !state.text("reason").isEmpty { return state.text("reason") }
        let signal = state.number("signal")
        return signal != 0 ? "Signal:\(signal)" : "ExitCode:\(state.number("exitCode"))"
    }

    private static func isTrue(_ condition: JSON, _ type: String) -> Bool {
        condition.text("type") == type && condition.text("status") == "True"
    }
}
