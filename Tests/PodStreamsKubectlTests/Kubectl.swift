import Foundation
import Synchronization
import Testing

/// A kubectl of this machine.
struct Kubectl: CustomTestStringConvertible, Sendable {
    var path: String

    var testDescription: String { URL(filePath: path).lastPathComponent }

    /// Every version that the machine has.
    static let all: [Kubectl] = {
        let folder = "/usr/lib/google-cloud-sdk/bin"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let versions = names.filter { $0.hasPrefix("kubectl.1.") }.sorted()
        let usual = ["/usr/local/bin/kubectl", "/usr/bin/kubectl"].filter {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return (usual.prefix(1) + versions.map { "\(folder)/\($0)" }).map { Kubectl(path: $0) }
    }()
}

/// A kubectl that runs.
final class Running: Sendable {
    /// What it said.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    private let process: Process
    private let input = Pipe()
    private let said = Mutex<(output: Data, errors: Data)>((Data(), Data()))
    private let ended = DispatchGroup()

    init(_ kubectl: Kubectl, _ arguments: [String], in rig: StreamRig) throws {
        process = Process()
        process.executableURL = URL(filePath: kubectl.path)
        process.arguments = arguments
        process.environment = [
            "KUBECONFIG": rig.folder + "/kubeconfig", "HOME": rig.folder, "TZ": "UTC",
            "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin",
        ]
        let (out, err) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = out
        process.standardError = err
        let ended = ended
        ended.enter()
        process.terminationHandler = { _ in ended.leave() }
        try process.run()
        for (pipe, isOutput) in [(out, true), (err, false)] {
            ended.enter()
            Thread.detachNewThread {
                while let data = pipe.next() {
                    self.said.withLock { said in
                        if isOutput { said.output += data } else { said.errors += data }
                    }
                }
                ended.leave()
            }
        }
    }

    var output: String { said.withLock { String(decoding: $0.output, as: UTF8.self) } }

    /// Writes to its input and ends that, from another thread.
    func give(_ text: String) {
        let handle = input.fileHandleForWriting
        Thread.detachNewThread {
            try? handle.write(contentsOf: Data(text.utf8))
            try? handle.close()
        }
    }

    /// Waits until it has said something.
    func wait(for text: String) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while !output.contains(text) {
            try #require(ContinuousClock.now < deadline, "\(text) doesn't come: \(output)")
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func end() async -> Outcome {
        process.interrupt()
        return await outcome()
    }

    /// Waits for its end.
    func outcome() async -> Outcome {
        let alarm = Task {
            try await Task.sleep(for: .seconds(60))
            process.terminate()
        }
        await withCheckedContinuation { continuation in
            ended.notify(queue: .global()) { continuation.resume() }
        }
        alarm.cancel()
        return said.withLock {
            Outcome(
                status: process.terminationStatus,
                output: String(decoding: $0.output, as: UTF8.self),
                errors: String(decoding: $0.errors, as: UTF8.self))
        }
    }
}

extension StreamRig {
    /// Runs kubectl to its end.
    func run(
        _ kubectl: Kubectl, _ arguments: [String], input: String = ""
    ) async throws -> Running.Outcome {
        let running = try Running(kubectl, arguments, in: self)
        running.give(input)
        return await running.outcome()
    }
}

extension Pipe {
    /// What comes next; nil at the end. `availableData` ends the process when a signal comes.
    func next() -> Data? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(fileHandleForReading.fileDescriptor, &buffer, buffer.count)
            if count > 0 { return Data(buffer[..<count]) }
            if count == 0 || errno != EINTR { return nil }
        }
    }
}
