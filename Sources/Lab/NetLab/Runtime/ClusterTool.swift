import JSON
import LinuxSystem
import YAML

/// What changes a lab's objects: the machine's `kubectl`, or where there is none the client here.
struct ClusterTool {
    let lab: Lab
    /// The path of `kubectl`; nil when the machine has none.
    let kubectl: String?

    /// `kubectl`, or `netlab` where the machine has none.
    var name: String { kubectl == nil ? "netlab" : "kubectl" }

    init(_ lab: Lab) {
        self.lab = lab
        kubectl = Launch.find("kubectl", in: Environment.value("PATH") ?? Launch.machinePath)
    }

    /// Creates or changes the objects of files.
    /// - Returns: what it said.
    func apply(_ files: [String]) throws -> String {
        if kubectl != nil { return try run(["apply"] + files.flatMap { ["-f", $0] }) }
        return try objects(files).map { object in
            let path = try path(of: object)
            try lab.client.send(
                "PATCH", path + "?fieldManager=netlab&force=true", object,
                contentType: "application/apply-patch+yaml")
            return "\(path) applied\n"
        }.joined()
    }

    /// Deletes the objects of files, without waiting for their end.
    func delete(_ files: [String]) throws -> String {
        if kubectl != nil {
            return try run(["delete", "--wait=false"] + files.flatMap { ["-f", $0] })
        }
        return try objects(files).map { object in
            let path = try path(of: object)
            try lab.client.send("DELETE", path, ["propagationPolicy": "Background"])
            return "\(path) deleted\n"
        }.joined()
    }

    /// Sets how many pods a Deployment has.
    func scale(_ deployment: PodKey, to replicas: Int) throws -> String {
        if kubectl != nil {
            return try run([
                "scale", "deployment/\(deployment.name)", "-n", deployment.namespace,
                "--replicas=\(replicas)",
            ])
        }
        let path = Self.path(of: deployment)
        try lab.client.send(
            "PATCH", path + "/scale", ["spec": ["replicas": .int(replicas)]],
            contentType: "application/merge-patch+json")
        return "\(path) scaled\n"
    }

    /// Sets a variable of a Deployment's containers: a new template, so new pods.
    func set(_ variable: String, _ value: String, of deployment: PodKey) throws -> String {
        if kubectl != nil {
            return try run([
                "set", "env", "deployment/\(deployment.name)", "-n", deployment.namespace,
                "\(variable)=\(value)",
            ])
        }
        let path = Self.path(of: deployment)
        let found = try lab.client.get(path)
        let containers = found["spec"]?["template"]?["spec"]?["containers"]?.array ?? []
        let changed: [JSON] = containers.map { container in
            [
                "name": container["name"] ?? "",
                "env": [["name": .string(variable), "value": .string(value)]],
            ]
        }
        try lab.client.send(
            "PATCH", path,
            ["spec": ["template": ["spec": ["containers": .array(changed)]]]],
            contentType: "application/strategic-merge-patch+json")
        return "\(path) changed\n"
    }

    static func path(of deployment: PodKey) -> String {
        "/apis/apps/v1/namespaces/\(deployment.namespace)/deployments/\(deployment.name)"
    }

    /// Runs kubectl on the host of the API server.
    func run(_ arguments: [String]) throws -> String {
        guard let kubectl else { throw LabError("the machine has no kubectl") }
        var launch = Launch(kubectl, ["--kubeconfig", lab.plan.paths.kubeconfig] + arguments)
        launch.environment = [
            "PATH": Environment.value("PATH") ?? Launch.machinePath, "HOME": lab.plan.paths.folder,
            "LC_ALL": "C",
        ]
        launch.namespace = try lab.machine(lab.plan.topology.server.host).namespace
        let outcome = try launch.run(
            input: [], limit: .seconds(60), diagnostics: lab.plan.paths.log("kubectl"))
        guard outcome.status == 0 else {
            throw LabError(outcome.diagnostics, at: "kubectl \(arguments.joined(separator: " "))")
        }
        return outcome.text
    }

    private func objects(_ files: [String]) throws -> [JSON] {
        try files.flatMap { file in
            try during(file) {
                try YAML.documents(Files.read(file)).map { JSON($0.root) }.filter { !($0 == .null) }
            }
        }
    }

    /// Where an object is, as the server's own list of resources says.
    private func path(of object: JSON) throws -> String {
        let version = object["apiVersion"]?.string ?? ""
        let kind = object["kind"]?.string ?? ""
        let root = version.contains("/") ? "/apis/\(version)" : "/api/\(version)"
        let resources = try lab.client.get(root)["resources"]?.array ?? []
        let found = resources.first { resource in
            resource["kind"]?.string == kind && resource["name"]?.string?.contains("/") == false
        }
        guard let found, let plural = found["name"]?.string,
            let name = object["metadata"]?["name"]?.string
        else { throw LabError("the API server knows no \(kind) of \(version)") }
        guard found["namespaced"]?.bool == true else { return "\(root)/\(plural)/\(name)" }
        let namespace = object["metadata"]?["namespace"]?.string ?? "default"
        return "\(root)/namespaces/\(namespace)/\(plural)/\(name)"
    }
}
