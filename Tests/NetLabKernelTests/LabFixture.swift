import JSON
import LinuxSystem
import NetLab
import Testing

/// The `netlab` program as a user starts it, with labs in a folder of the test's own.
final class LabFixture: Sendable {
    let folder: String
    let name: String
    let netlab: String

    struct Run: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    init(_ name: String) throws {
        self.name = name
        folder = try Files.createTemporaryDirectory("netlab-test")
        netlab = Files.directory(of: try CurrentProcess.executablePath()) + "/netlab"
    }

    deinit {
        _ = try? run("down", name, "--state", root)
        try? Files.removeTree(folder)
    }

    /// The folder of all labs.
    var root: String { folder + "/labs" }

    func run(_ words: String..., limit: Duration = .seconds(60)) throws -> Run {
        try run(words, limit: limit)
    }

    func run(_ words: [String], limit: Duration = .seconds(60)) throws -> Run {
        let output = try Descriptor.temporary()
        let errors = try Descriptor.temporary()
        let child = try start(words, output: output.rawValue, errors: errors.rawValue)
        let ending = try child.wait(timeout: limit)
        if ending == nil { _ = try child.stop() }
        try output.rewind()
        try errors.rewind()
        return Run(
            status: ending?.shellStatus ?? -1,
            output: String(decoding: try output.readAll(), as: UTF8.self),
            errors: String(decoding: try errors.readAll(), as: UTF8.self))
    }

    func start(_ words: [String], output: Int32, errors: Int32) throws -> ChildProcess {
        var program = ChildProcess.Program(netlab, words)
        program.input = .null
        program.output = .descriptor(output)
        program.error = .descriptor(errors)
        program.startsSession = true
        return try ChildProcess.spawn(program)
    }

    func exec(_ pod: String, _ command: String...) throws -> Run {
        try run(["exec", pod, "--lab", name, "--state", root, "--"] + command)
    }

    /// A file of the test.
    func write(_ file: String, _ text: String) throws -> String {
        let path = "\(folder)/\(file)"
        try Files.writeAtomically(path, Array(text.utf8))
        return path
    }

    /// What is left of the lab in the machine; empty after `down`.
    func leftovers() throws -> [String] {
        let prefix = "netlab.\(name)."
        var found = try NetworkNamespace.names().filter { $0.hasPrefix(prefix) }
        found += try Files.readText("/proc/self/mountinfo").split(separator: "\n").map(String.init)
            .filter { $0.contains(prefix) || $0.contains(root) }
        for id in try ProcessTable.ids() {
            let command = (try? Files.readText("/proc/\(id)/cmdline")) ?? ""
            if command.contains(root) { found.append("process \(id): \(command)") }
        }
        if Files.exists("\(root)/\(name)") { found.append("\(root)/\(name)") }
        return found
    }

    /// The numbers of the lab's processes whose command has the text.
    func processes(_ text: String) throws -> [Int32] {
        try ProcessTable.ids().filter { id in
            let command = (try? Files.readText("/proc/\(id)/cmdline")) ?? ""
            return command.contains(text) && command.contains(root)
        }
    }

    /// Two nodes, a server, and a host beside them.
    static func topology(_ name: String) -> String {
        """
        #  two nodes on one wire
        name: \(name)
        wire: {subnets: [192.0.2.0/24, "2001:db8::/64"]}
        cluster:
          podCIDRs: [10.1.0.0/16, "fd00:1::/48"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          server: {host: control}
          dns: {addresses: [10.96.0.10], replicas: 1}
          heartbeat: 1s
          nodeGrace: 4s
        nodes:
          - name: one
            addresses: [192.0.2.1, "2001:db8::1"]
          - name: two
            addresses: [192.0.2.2, "2001:db8::2"]
        hosts:
          - name: control
            addresses: [192.0.2.10, "2001:db8::10"]
        manifests: [objects.yaml]

        """
    }

    static let objects = """
        #  client ──▶ echo ──▶ echo-0
        apiVersion: v1
        kind: Pod
        metadata: {name: client}
        spec:
          nodeName: one
          hostname: somebody
          terminationGracePeriodSeconds: 1
          containers:
            - name: c
              image: netlab.martlet.dev/tools
              command: [sleep, infinity]
              env: [{name: X, value: z}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: echo-0, labels: {app: echo}}
        spec:
          nodeName: two
          terminationGracePeriodSeconds: 1
          containers:
            - name: echo
              image: netlab.martlet.dev/responder
              args: [80/tcp, 9000/udp]
              env:
                - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: NODE_NAME, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
              ports: [{containerPort: 80}, {containerPort: 9000, protocol: UDP}]
              readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 1}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: echo}
        spec:
          selector: {app: echo}
          ports: [{port: 8080, targetPort: 80}]

        """
}
