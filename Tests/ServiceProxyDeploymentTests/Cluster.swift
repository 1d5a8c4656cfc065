import Foundation
import LinuxSystem
import Testing

/// `martlet apiserver` in a network namespace of its own, and kubectl beside it.
final class Cluster {
    let namespace: NetworkNamespace
    let folder: String
    private var server: ChildProcess?
    private static let port = 6443

    init() throws {
        namespace = try NetworkNamespace.create()
        folder = try Files.createTemporaryDirectory("svcproxy-deployment")
        _ = try run("/sbin/ip", ["link", "set", "lo", "up"])
        server = try start(
            Cluster.program("martlet"),
            [
                "apiserver", "--insecure-port", "8080", "--secure-port", "\(Cluster.port)",
                "--data-dir", folder + "/data",
                // No controller makes accounts here.
                "--disable-admission-plugins", "ServiceAccount",
            ], name: "server")
        let isReady = try eventually {
            let answer = try run(
                "/usr/bin/curl", ["-sf", "-m", "2", "http://127.0.0.1:8080/readyz"])
            return answer.output == "ok"
        }
        try #require(isReady, "the API server does not start: \(text("server"))")
    }

    deinit {
        _ = try? server?.stop()
        try? Files.removeTree(folder)
    }

    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func program(_ name: String) -> String {
        root.appending(path: ".build/release/\(name)").path
    }

    struct Answer {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs a program inside to its end.
    func run(_ executable: String, _ arguments: [String], input: String = "") throws -> Answer {
        let name = UUID().uuidString
        try Files.writeAtomically("\(folder)/\(name).in", Array(input.utf8))
        let ending = try start(executable, arguments, name: name, input: "\(folder)/\(name).in")
            .wait(timeout: .seconds(60))
        return Answer(
            status: ending?.shellStatus ?? -1, output: text(name, "out"), errors: text(name))
    }

    /// Starts a program inside, its streams in files `<name>.out` and `<name>.err`.
    func start(
        _ executable: String, _ arguments: [String], name: String, input: String = "/dev/null"
    ) throws -> ChildProcess {
        let standardInput = try Descriptor(opening: input, [.readOnly])
        let output = try Descriptor(opening: "\(folder)/\(name).out", [.writeOnly, .create])
        let errors = try Descriptor(opening: "\(folder)/\(name).err", [.writeOnly, .create])
        var program = ChildProcess.Program(executable, arguments)
        program.networkNamespace = namespace.descriptor
        program.input = .descriptor(standardInput.rawValue)
        program.output = .descriptor(output.rawValue)
        program.error = .descriptor(errors.rawValue)
        program.parentDeathSignal = .kill
        return try ChildProcess.spawnForLife(program)
    }

    /// What a program has printed so far.
    func text(_ name: String, _ stream: String = "err") -> String {
        (try? Files.readText("\(folder)/\(name).\(stream)")) ?? ""
    }

    /// Runs kubectl as the administrator.
    @discardableResult
    func kubectl(_ arguments: String..., input: String = "") throws -> String {
        let answer = try run(
            "/usr/bin/env",
            ["kubectl", "--kubeconfig", folder + "/data/admin.kubeconfig", "--cache-dir", folder]
                + arguments, input: input)
        try #require(answer.status == 0, "kubectl \(arguments): \(answer.errors)")
        return answer.output
    }

    /// Whether the proxy's account may do something.
    func may(_ verb: String, _ resource: String) throws -> Bool {
        let answer = try run(
            "/usr/bin/env",
            [
                "kubectl", "--kubeconfig", folder + "/data/admin.kubeconfig", "--cache-dir", folder,
                "auth", "can-i", verb, resource, "--all-namespaces",
                "--as=system:serviceaccount:kube-system:svcproxy",
            ])
        return answer.output == "yes\n"
    }

    /// A kubeconfig with nothing but the account's token.
    func kubeconfig(token: String) throws -> String {
        let path = folder + "/proxy.kubeconfig"
        let text = """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "https://127.0.0.1:\(Cluster.port)",
              certificate-authority: "\(try authority())"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: "\(token)"}}]
            """
        try Files.writeAtomically(path, Array(text.utf8))
        return path
    }

    /// The certificate of who signed the server's, out of the administrator's kubeconfig.
    private func authority() throws -> String {
        let encoded = try kubectl(
            "config", "view", "--raw", "-o",
            "jsonpath={.clusters[0].cluster.certificate-authority-data}")
        let bytes = try #require(Data(base64Encoded: encoded))
        try Files.writeAtomically(folder + "/ca.crt", Array(bytes))
        return folder + "/ca.crt"
    }

    /// The ruleset as `nft` lists it.
    func listing() throws -> String {
        let answer = try run("/usr/sbin/nft", ["list", "ruleset"])
        try #require(answer.status == 0, "\(answer.errors)")
        return answer.output
    }

    /// Waits until something holds; false after twenty seconds.
    func eventually(_ holds: () throws -> Bool) throws -> Bool {
        let deadline = Deadline(after: .seconds(20))
        while !deadline.isOver {
            if try holds() { return true }
            MonotonicClock.sleep(.milliseconds(20))
        }
        return try holds()
    }
}
