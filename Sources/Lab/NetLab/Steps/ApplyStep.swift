/// Writes manifests, as `kubectl apply -f` does, and waits until the cluster is as they say.
struct ApplyStep: StepAction {
    static let key = "apply"

    var files: [String]
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("files", "within")
        files = try field.required("files").texts().map(LabFile.resolver(field.file))
        within = try field.member("within")?.duration() ?? .seconds(60)
    }

    /// As a command names them, without their folders.
    static func shown(_ files: [String]) -> String {
        files.map { "-f \($0.split(separator: "/").last ?? "")" }.joined(separator: " ")
    }

    func run(in run: ScenarioRun) throws {
        let start = run.now()
        run.say("$ \(run.tool.name) apply " + ApplyStep.shown(files))
        run.say(try run.tool.apply(files))
        try run.settle(within: within, since: start)
    }
}

/// Deletes what manifests describe, as `kubectl delete -f` does, and waits until nothing of it is
/// left: no object, no container on any node, no address of a Service in any kernel.
struct DeleteStep: StepAction {
    static let key = "delete"

    var files: [String]
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("files", "within")
        files = try field.required("files").texts().map(LabFile.resolver(field.file))
        within = try field.member("within")?.duration() ?? .seconds(60)
    }

    func run(in run: ScenarioRun) throws {
        let start = run.now()
        let trace = try ClusterTrace(of: run.lab, keeping: "kube-system")
        run.say("$ \(run.tool.name) delete " + ApplyStep.shown(files))
        run.say(try run.tool.delete(files))
        try run.poll(until: "the pods to be gone", within: within) {
            try run.lab.client.list("/api/v1/pods").allSatisfy {
                ObjectReading.namespace(of: $0) == "kube-system"
            }
        }
        run.say("no pod is left after \(run.time(since: start))")
        try run.poll(until: "the nodes to be clean", within: within) {
            try trace.remains(in: run.lab).isEmpty
        }
        run.say(
            "nothing is left on any node after \(run.time(since: start)): "
                + "no container, no link, no address of \(trace.addresses.count) Services in nft")
    }
}

/// Changes how many pods a Deployment has, and waits until it is so.
struct ScaleStep: StepAction {
    static let key = "scale"

    var deployment: PodKey
    var replicas: Int
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("deployment", "replicas", "within")
        deployment = try field.required("deployment").pod()
        replicas = try field.required("replicas").integer(0...1000)
        within = try field.member("within")?.duration() ?? .seconds(60)
    }

    func run(in run: ScenarioRun) throws {
        let start = run.now()
        run.say("$ \(run.tool.name) scale deployment/\(deployment.name) --replicas=\(replicas)")
        run.say(try run.tool.scale(deployment, to: replicas))
        try run.settle(within: within, since: start)
        try run.showPods()
    }
}

/// Changes a Deployment's template, so that its pods are replaced one after the other, and waits
/// until they are.
struct RolloutStep: StepAction {
    static let key = "rollout"

    var deployment: PodKey
    var variable: String
    var value: String
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("deployment", "variable", "value", "within")
        deployment = try field.required("deployment").pod()
        variable = try field.required("variable").text()
        value = try field.required("value").text()
        within = try field.member("within")?.duration() ?? .seconds(60)
    }

    func run(in run: ScenarioRun) throws {
        let start = run.now()
        run.say("$ \(run.tool.name) set env deployment/\(deployment.name) \(variable)=\(value)")
        run.say(try run.tool.set(variable, value, of: deployment))
        try run.settle(within: within, since: start)
        try run.showPods()
    }
}
