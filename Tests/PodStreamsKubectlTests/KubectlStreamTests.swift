import Foundation
import HTTPServer
import Testing

/// Says one thing.
private struct Greeter: HTTPHandler {
    static let text = String(repeating: "hello\n", count: 100_000)

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        HTTPResponse(status: 200, body: .bytes(Array(Self.text.utf8)))
    }
}

@Suite(.serialized) struct KubectlStreamTests {
    @Test(arguments: Kubectl.all)
    func `exec carries input, output, errors and the exit code`(kubectl: Kubectl) async throws {
        try await StreamRig.with { rig in
            let words = ["exec", "p", "--", "sh", "-c", "echo out; echo err >&2; exit 3"]
            let failed = try await rig.run(kubectl, words)
            #expect(failed.status == 3)
            #expect(failed.output == "out\n")
            #expect(failed.errors == "err\ncommand terminated with exit code 3\n")

            let text = (0..<100_000).map { "line \($0)\n" }.joined()
            let echoed = try await rig.run(kubectl, ["exec", "-i", "p", "--", "cat"], input: text)
            #expect(echoed.output == text, "\(echoed.errors)")
            #expect(echoed.status == 0)

            let attached = try await rig.run(kubectl, ["attach", "-i", "p"], input: "hello\n")
            #expect(attached.output.contains("hello\n"), "\(attached.errors)")
        }
    }

    @Test(arguments: Kubectl.all)
    func `cp brings files there and back`(kubectl: Kubectl) async throws {
        try await StreamRig.with { rig in
            let text = (0..<200_000).map { "line \($0)\n" }.joined()
            let source = try rig.write("source", text)
            let there = try await rig.run(kubectl, ["cp", source, "p:\(rig.folder)/there"])
            #expect(there.status == 0, "\(there.errors)")
            let back = try await rig.run(
                kubectl, ["cp", "p:\(rig.folder)/there", rig.folder + "/back"])
            #expect(back.status == 0, "\(back.errors)")
            let copied = try String(contentsOfFile: rig.folder + "/back", encoding: .utf8)
            #expect(copied == text)
        }
    }

    @Test(arguments: Kubectl.all)
    func `port-forward leads to the pod's port`(kubectl: Kubectl) async throws {
        let greeter = HTTPServer(
            HTTPServerConfiguration(listeners: [HTTPListener(host: "127.0.0.1", port: 0)]),
            handler: Greeter())
        try await greeter.start()
        try await StreamRig.with { rig in
            let running = try Running(
                kubectl, ["port-forward", "pod/p", "--address=127.0.0.1", ":\(greeter.ports[0])"],
                in: rig)
            try await running.wait(for: " -> ")
            let line = running.output.split(separator: " ")
            let local = try #require(line.dropFirst(2).first.map(String.init))
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask {
                        let url = URL(string: "http://\(local)/")
                        let text = await Self.curl(url)
                        #expect(text == Greeter.text)
                    }
                }
            }
            _ = await running.end()
        }
        await greeter.shutdown(grace: .seconds(1))
    }

    private static func curl(_ url: URL?) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/curl")
                process.arguments = ["-sS", "-m", "30", url?.absoluteString ?? ""]
                let out = Pipe()
                process.standardOutput = out
                try? process.run()
                let data = (try? out.fileHandleForReading.readToEnd()) ?? Data()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }

    @Test func `what can't be reached says why`() async throws {
        let kubectl = try #require(Kubectl.all.first)
        try await StreamRig.with { rig in
            let stranger = try await rig.run(kubectl, ["exec", "stranger", "--", "true"])
            #expect(stranger.status == 1)
            #expect(stranger.errors.contains("pod \"stranger\" does not exist"))
            rig.pod.change { $0.current?.isRunning = false }
            let ended = try await rig.run(kubectl, ["exec", "p", "--", "true"])
            #expect(ended.errors.contains("container not found (\"c\")"))
            await rig.endNode()
            let gone = try await rig.run(kubectl, ["exec", "p", "--", "true"])
            #expect(gone.errors.contains("error dialing backend: dial tcp 127.0.0.1:"))
        }
    }
}
