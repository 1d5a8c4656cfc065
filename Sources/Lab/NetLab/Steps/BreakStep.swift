import JSON

/// Breaks something of a node, as `netlab break` does.
struct BreakStep: StepAction {
    static let key = "break"

    var node: String
    var fault: Fault

    init(_ field: Field) throws {
        try field.allow("node", "loss", "stop", "restart")
        node = try field.required("node").name()
        if let loss = try field.member("loss")?.integer(1...100) {
            fault = .loss(percent: loss)
        } else if let program = try field.member("stop")?.text() {
            fault = .stop(program: program)
        } else if try field.member("restart")?.flag() == true {
            fault = .restart
        } else {
            fault = .cut
        }
    }

    func run(in run: ScenarioRun) throws {
        run.say(try Breaking(run.lab).apply(fault, to: node))
    }
}

/// Mends what was broken of a node, as `netlab mend` does.
struct MendStep: StepAction {
    static let key = "mend"

    var node: String

    init(_ field: Field) throws {
        try field.allow("node")
        node = try field.required("node").name()
    }

    func run(in run: ScenarioRun) throws {
        for line in try Breaking(run.lab).mend(node) { run.say(line) }
    }
}

/// Cuts a node off and waits until the cluster has done without it: its endpoints are gone, and
/// other nodes have pods in place of its own.
struct CutOffStep: StepAction {
    static let key = "cutOff"

    var node: String
    /// Whose pods move.
    var deployment: PodKey
    /// When its endpoints must be gone, counted from the moment the node counts as gone.
    var endpoints: Duration
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("node", "deployment", "endpoints", "within")
        node = try field.required("node").name()
        deployment = try field.required("deployment").pod()
        endpoints = try field.member("endpoints")?.duration() ?? .seconds(1)
        within = try field.required("within").duration()
    }

    func run(in run: ScenarioRun) throws {
        let client = try run.lab.client
        let start = run.now()
        run.say(try Breaking(run.lab).apply(.cut, to: node))
        try run.poll(until: "\(node) to count as gone", within: within) {
            try client.find("/api/v1/nodes/\(node)").map {
                !ObjectReading.condition("Ready", of: $0)
            } ?? true
        }
        let gone = run.now()
        run.say("\(node) counts as gone after \(run.time(since: start))")
        try run.poll(until: "the endpoints on \(node) to be gone", within: within) {
            try readyEndpoints(client).isEmpty
        }
        let took = run.now() - gone
        run.say("its endpoints are gone \(run.time(since: gone)) later")
        guard Duration.nanoseconds(Int64(took)) <= endpoints else {
            throw LabError(
                "the endpoints on \(node) were there for more than \(endpoints.milliseconds) ms")
        }
        try run.poll(until: "pods in place of those on \(node)", within: within) {
            try isReplaced(client)
        }
        run.say("other nodes have all pods after \(run.time(since: start))")
        try run.showPods()
    }

    /// The node's endpoints that Services still send to.
    private func readyEndpoints(_ client: LabClient) throws -> [JSON] {
        try client.list("/apis/discovery.k8s.io/v1/endpointslices")
            .flatMap { $0["endpoints"]?.array ?? [] }
            .filter { endpoint in
                endpoint["nodeName"]?.string == node
                    && endpoint["conditions"]?["ready"]?.bool != false
            }
    }

    private func isReplaced(_ client: LabClient) throws -> Bool {
        let found = try client.get(ClusterTool.path(of: deployment))
        guard ClusterProgress.isSettled(found) else { return false }
        let labels = found["spec"]?["selector"]?["matchLabels"]?.object?.members ?? []
        let pods = try client.list("/api/v1/namespaces/\(deployment.namespace)/pods")
        return pods.allSatisfy { pod in
            let isOurs = labels.allSatisfy { label in
                pod["metadata"]?["labels"]?[label.key]?.string == label.value.string
            }
            return !isOurs || ObjectReading.isDeleting(pod) || ObjectReading.node(of: pod) != node
        }
    }
}
