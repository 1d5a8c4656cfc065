import CNIProtocol
import LinuxSystem
import PodNetworkTesting
import Testing

/// Each variable of the environment, missing or malformed.
@Suite(.serialized) struct BadEnvironmentTests {
    let bed: FaultBed
    init() throws { bed = try FaultBed(.bridge) }

    /// A change of the environment, and what is said about it.
    struct Row: Sendable, CustomTestStringConvertible {
        var command: String
        var name: String
        /// Nil when the variable is missing.
        var value: String?
        var words: [String] = []
        var code = 4
        var testDescription: String { "\(command) \(name)=\(value ?? "(missing)")" }
    }

    static let missing = ["ADD", "CHECK", "DEL"].flatMap { command in
        ["CNI_CONTAINERID", "CNI_NETNS", "CNI_IFNAME"].flatMap { name in
            // A namespace may be gone when DEL comes.
            (command == "DEL" && name == "CNI_NETNS" ? [] : [nil, ""]).map {
                Row(command: command, name: name, value: $0, words: [command])
            }
        }
    }

    static let malformed = ["ADD", "CHECK", "DEL"].flatMap { command in
        ["-x", "../x", "a/b", "a b", ".", "é", "a:b", "a\n"].map {
            Row(command: command, name: "CNI_CONTAINERID", value: $0)
        }
            + ["a-name-of-16-byt", "a/b", "a b", "a:b", ".", "..", "a\tb"].map {
                Row(command: command, name: "CNI_IFNAME", value: $0)
            }
    }

    static let others =
        ["add", "FOO", " ADD", "ADD "].map {
            Row(command: $0, name: "CNI_COMMAND", value: $0, words: ["ADD, DEL", $0])
        }
        + ["/nonexistent", "/dev/null", "/", "x"].map {
            Row(command: "ADD", name: "CNI_NETNS", value: $0, words: [$0])
        }
        + ["x", "=1", "IP=10.61.0.9;x"].map {
            Row(command: "ADD", name: "CNI_ARGS", value: $0)
        }
        + [
            Row(command: "ADD", name: "CNI_ARGS", value: "Colour=red", words: ["Colour"]),
            Row(command: "ADD", name: "CNI_ARGS", value: "IP=10.61", words: ["IP", "10.61"]),
            Row(command: "ADD", name: "CNI_ARGS", value: "MAC=zz", words: ["MAC", "zz"]),
        ]

    @Test func `each variable missing or malformed is named, and nothing changes`() throws {
        for row in Self.missing + Self.malformed + Self.others {
            let answer = try run(row)
            #expect(answer.status == 1, "\(row.testDescription)")
            #expect(answer.error?.code.number == row.code, "\(row.testDescription): \(answer.text)")
            for word in [row.name] + row.words {
                let isTold = answer.error?.message.contains(word) == true
                #expect(isTold, "\(row.testDescription): \(answer.text)")
            }
        }
        try bed.expectClean("a malformed environment")
    }

    @Test(arguments: [nil, ""] as [String?])
    func `without a command it says what it is`(command: String?) throws {
        let answer = try run(Row(command: "", name: "CNI_COMMAND", value: command))
        #expect(answer.status == 0)
        #expect(answer.output.isEmpty)
        #expect(answer.diagnostics.contains("1.1.0"))
    }

    @Test(arguments: ["x", "=1", "Colour=red", "IP=10.61", "MAC=zz"])
    func `arguments that ADD refuses do not keep DEL from cleaning up`(arguments: String) throws {
        let addition = try bed.add("a")
        #expect(addition.answer.status == 0, "\(addition.answer.text)")
        let answer = try run(Row(command: "DEL", name: "CNI_ARGS", value: arguments))
        #expect(answer.status == 0, "\(answer.text)")
        try bed.expectClean("DEL with CNI_ARGS=\(arguments)")
    }

    func run(_ row: Row) throws -> Answer {
        var environment = [
            "CNI_COMMAND": row.command, "CNI_CONTAINERID": "a",
            "CNI_NETNS": bed.wire.path("a"), "CNI_IFNAME": "eth0",
            "CNI_PATH": Implementation.referenceFolder,
        ]
        environment[row.name] = row.value
        var configuration = try bed.network.configuration(of: 0, state: bed.wire.state)
        configuration["ipam"]?["dataDir"] = .string(bed.wire.state)
        return try bed.wire.run(
            try Implementation.ours.executable("bridge"), [], in: bed.wire.host,
            calledAs: "bridge", environment: environment.map { "\($0.key)=\($0.value)" },
            input: configuration.serialized())
    }
}
