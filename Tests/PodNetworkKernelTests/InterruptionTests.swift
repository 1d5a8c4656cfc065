import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Synchronization
import Testing

/// Processes that are killed, and processes that race.
@Suite(.serialized) struct InterruptionTests {
    let wire: Wire
    let configuration: JSON

    init() throws {
        wire = try Wire()
        configuration = try Example.dualStack.configuration
    }

    /// Calls the plugin under strace, which kills it as it enters its n-th call of a kind.
    /// - Returns: whether it was killed; not, when it makes fewer such calls.
    func isKilled(_ command: CNICommand, at call: String, _ number: Int) throws -> Bool {
        let name = wire.folder + "/bridge"
        if !Files.exists(name) {
            try Files.createLink(name, to: try Implementation.ours.executable("bridge"))
        }
        var configuration = configuration
        configuration["ipam"]?["dataDir"] = .string(wire.state)
        let answer = try wire.run(
            "/usr/bin/strace",
            [
                "-f", "-o", "/dev/null", "-e", "trace=\(call)",
                "-e", "inject=\(call):signal=KILL:when=\(number)", name,
            ], in: wire.host,
            environment: [
                "CNI_COMMAND=\(command.rawValue)", "CNI_CONTAINERID=a",
                "CNI_NETNS=\(wire.path("a"))", "CNI_IFNAME=eth0",
            ], input: configuration.serialized())
        return answer.status != 0
    }

    func expectNothing(_ comment: Comment) throws {
        #expect(try wire.hostLinks().isEmpty, comment)
        #expect(try wire.reservations("dual").isEmpty, comment)
        #expect(try !wire.ruleset().contains("elements = "), comment)
        #expect(try wire.indexed("dual").isEmpty, comment)
    }

    /// Calls that change something, and the one that ends the process.
    static let calls = ["sendto", "write", "unlink", "flock", "setns", "mkdir", "exit_group"]

    @Test(arguments: calls, [nil, ""] as [String?])
    func `an ADD that is killed is repaired by DEL, with or without its namespace`(
        call: String, namespace: String?
    ) throws {
        _ = try wire.pod("a")
        _ = try wire.call(.ours, .add, configuration, pod: "a")
        _ = try wire.call(.ours, .delete, configuration, pod: "a")
        for number in 1..<40 {
            let isKilled = try isKilled(.add, at: call, number)
            let answer = try wire.call(
                .ours, .delete, configuration, pod: "a", namespace: namespace)
            #expect(answer.status == 0, "\(call) \(number): \(answer.text)")
            try expectNothing("\(call) \(number)")
            if !isKilled { break }
        }
    }

    @Test(arguments: ["sendto", "write"])
    func `an ADD that was killed before the interface came is repaired by ADD`(
        call: String
    ) throws {
        let pod = try wire.pod("a")
        for number in 1..<40 {
            let isKilled = try isKilled(.add, at: call, number)
            if isKilled, try wire.list(["link"], in: pod).count == 1 {
                let again = try wire.call(.ours, .add, configuration, pod: "a")
                #expect(again.status == 0, "\(call) \(number): \(again.text)")
                #expect(try wire.reservations("dual").count == 2, "\(call) \(number)")
            }
            #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
            try expectNothing("\(call) \(number)")
            if !isKilled { break }
        }
    }

    @Test(arguments: calls)
    func `a DEL that is killed is repaired by the next`(call: String) throws {
        _ = try wire.pod("a")
        for number in 1..<40 {
            let addition = try wire.call(.ours, .add, configuration, pod: "a")
            #expect(addition.status == 0, "\(call) \(number): \(addition.text)")
            let isKilled = try isKilled(.delete, at: call, number)
            let answer = try wire.call(.ours, .delete, configuration, pod: "a")
            #expect(answer.status == 0, "\(call) \(number): \(answer.text)")
            try expectNothing("\(call) \(number)")
            if !isKilled { break }
        }
    }

    @Test func `racing ADDs and DELs on a fresh node agree`() throws {
        let pods = (0..<16).map { "p\($0)" }
        for pod in pods { _ = try wire.pod(pod) }
        var configuration = configuration
        configuration["ipam"]?["ranges"] = [
            [["subnet": "10.245.1.0/24"]], [["subnet": "fd00:245:1::/64"]],
        ]
        let answers = try together(.add, configuration, pods)
        for answer in answers { #expect(answer.status == 0, "\(answer.text)") }
        let addresses = answers.flatMap {
            ($0.json["ips"]?.array ?? []).compactMap { $0["address"]?.string }
        }
        #expect(Set(addresses).count == 32)
        let rules = try wire.ruleset().split(separator: "\n")
        #expect(rules.count { $0.contains("what leaves") } == 2)
        #expect(try wire.list(["link", "show", "type", "bridge"], in: wire.host).count == 1)
        for answer in try together(.delete, configuration, pods) {
            #expect(answer.status == 0, "\(answer.text)")
        }
        try expectNothing("after the race")
    }

    /// Calls the plugin for several pods at once.
    func together(
        _ command: CNICommand, _ configuration: JSON, _ pods: [String]
    ) throws -> [Answer] {
        let box = Answers()
        let wire = wire
        let threads = try pods.map { pod in
            try SystemThread.spawn(name: pod) {
                let result = Result { try wire.call(.ours, command, configuration, pod: pod) }
                box.add(result)
            }
        }
        for thread in threads { thread.join() }
        return try box.values()
    }
}

/// Answers from several threads.
final class Answers: Sendable {
    private let all = Mutex<[Result<Answer, any Error>]>([])

    func add(_ answer: Result<Answer, any Error>) { all.withLock { $0.append(answer) } }

    func values() throws -> [Answer] { try all.withLock { $0 }.map { try $0.get() } }
}
