import Foundation
import Testing

/// The real `martlet apiserver` or `martlet server` on loopback, and a kubectl that talks to it;
/// for one test.
final class KubectlRig {
    /// What a program said.
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    let kubectl: Kubectl
    let folder: String
    private var running: Process?
    private(set) var port = 0

    /// A token of the user `john`.
    let token = "token-of-john"
    private let isSecure: Bool
    private let command: String

    /// - Parameter command: `server` runs controllers and the scheduler too.
    init(_ kubectl: Kubectl, isSecure: Bool = false, command: String = "apiserver") throws {
        self.kubectl = kubectl
        self.isSecure = isSecure
        self.command = command
        folder = NSTemporaryDirectory() + "martlet-kubectl-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        // A port that was free a moment ago may be taken by another test's server by now.
        for _ in 0..<20 where port == 0 {
            let candidate = Int.random(in: 20_000..<29_000)
            if try start(candidate) { port = candidate }
        }
        try #require(port != 0, "the server does not start: \(log)")
        if isSecure {
            try FileManager.default.copyItem(
                atPath: folder + "/data/admin.kubeconfig", toPath: folder + "/kubeconfig")
        } else {
            try write("kubeconfig", kubeconfig())
        }
    }

    deinit {
        if let running, running.isRunning {
            running.terminate()
            running.waitUntilExit()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }

    private static let programs = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: ".build/release")

    private var log: String {
        (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
    }

    /// Starts the server and waits until it is ready; false when it ends before.
    private func start(_ port: Int) throws -> Bool {
        let process = Process()
        process.executableURL = Self.programs.appending(path: "martlet")
        process.arguments = [
            command, "--insecure-port", "\(port)", "--data-dir", folder + "/data",
            "--secure-port", isSecure ? "\(port + 10_000)" : "0",
            // No controller makes accounts here.
            "--disable-admission-plugins", "ServiceAccount",
            "--token-auth-file", try write("tokens.csv", "\(token),john,7\n"),
        ]
        FileManager.default.createFile(atPath: folder + "/log", contents: nil)
        process.standardError = FileHandle(forWritingAtPath: folder + "/log")
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let deadline = Date(timeIntervalSinceNow: 30)
        while process.isRunning && Date() < deadline {
            let probe = try Self.run(
                "/usr/bin/curl",
                ["-sf", "-m", "2", "http://127.0.0.1:\(port)/readyz"], environment: [:])
            if probe.output == "ok" {
                running = process
                return true
            }
            Thread.sleep(forTimeInterval: 0.02)
        }
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
        return false
    }

    private func kubeconfig() -> String {
        """
        apiVersion: v1
        kind: Config
        current-context: test
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:\(port)"}}]
        contexts: [{name: test, context: {cluster: c, user: u, namespace: default}}]
        users: [{name: u, user: {}}]
        """
    }

    /// Writes a file into the test's folder and gives its path.
    @discardableResult func write(_ name: String, _ text: String) throws -> String {
        let path = folder + "/" + name
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    /// What `martlet` prints, of this server's keys.
    func martlet(_ arguments: [String]) throws -> String {
        let isKubeconfig = arguments.first == "kubeconfig"
        let server = isKubeconfig ? ["--server", "https://127.0.0.1:\(port + 10_000)"] : []
        let outcome = try Self.run(
            Self.programs.appending(path: "martlet").path,
            arguments + server + ["--data-dir", folder + "/data"], environment: [:])
        #expect(outcome.status == 0, "martlet \(arguments): \(outcome.errors)")
        return outcome.output
    }

    /// Runs kubectl.
    func run(_ arguments: [String], input: String = "") throws -> Outcome {
        let environment = [
            "KUBECONFIG": folder + "/kubeconfig", "HOME": folder, "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "KUBE_EDITOR": "true",
        ]
        return try Self.run(
            kubectl.path, arguments, environment: environment, input: input)
    }

    private static func run(
        _ program: String, _ arguments: [String], environment: [String: String],
        input: String = ""
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = environment
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        // Short outputs fit the pipes: one after the other is enough.
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        let errors = try stderr.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: output, as: UTF8.self),
            errors: String(decoding: errors, as: UTF8.self))
    }
}
