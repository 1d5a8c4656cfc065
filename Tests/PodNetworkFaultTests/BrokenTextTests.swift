import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Standard input that is no configuration.
@Suite(.serialized) struct BrokenTextTests {
    let bed: FaultBed
    init() throws { bed = try FaultBed(.bridge) }

    @Test func `a configuration cut at each byte is no JSON`() throws {
        let bytes = try text()
        for count in 0..<bytes.count {
            let answer = try run("ADD", Array(bytes.prefix(count)))
            #expect(answer.status == 1)
            #expect(answer.error?.code == .decodingFailed, "\(count): \(answer.text)")
        }
        try bed.expectClean("cut configurations")
    }

    static let hostile: [(name: String, bytes: [UInt8])] = [
        ("nothing", []), ("NUL", [0]), ("white space", Array(" \n\t ".utf8)),
        ("no UTF-8", [0x22, 0xFF, 0xFE, 0x22]), ("a lone surrogate", Array(#""\ud800""#.utf8)),
        ("arrays without end", Array(repeating: UInt8(ascii: "["), count: 1 << 20)),
        ("objects without end", Array(String(repeating: #"{"a":"#, count: 200_000).utf8)),
        ("deep and closed", deep), ("a long number", [UInt8](repeating: 0x39, count: 1 << 20)),
        ("two values", Array("{}{}".utf8)), ("an array", Array("[]".utf8)),
        ("a string", Array(#""bridge""#.utf8)), ("null", Array("null".utf8)),
        ("an empty object", Array("{}".utf8)),
        ("random bytes", (0..<(1 << 16)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761) }),
    ]

    private static let deep: [UInt8] =
        [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        + [UInt8](repeating: UInt8(ascii: "]"), count: 100_000)

    @Test func `what is no object is refused by each command`() throws {
        for (name, bytes) in Self.hostile {
            for command in ["ADD", "DEL", "CHECK", "GC", "STATUS"] {
                let answer = try run(command, bytes)
                #expect(answer.status == 1, "\(command) of \(name)")
                let code = answer.error?.code.number ?? 0
                // An empty object lacks a version that has GC; it lacks a name.
                #expect([1, 6, 7].contains(code), "\(command) of \(name): \(answer.text)")
                #expect(answer.output.count < 1000, "\(command) of \(name)")
            }
            #expect(try run("VERSION", bytes).status == 0, "VERSION of \(name)")
        }
        try bed.expectClean("hostile texts")
    }

    /// Changes at random; the namespace is missing, so that not one of them can be carried out.
    @Test func `a configuration with bytes changed at random gets an answer`() throws {
        let rounds = Strikes.isComplete ? 20_000 : 150
        let right = try text()
        var draws = Draws(seed: 6)
        for _ in 0..<rounds {
            var bytes = right
            for _ in 0...Int(draws.next() % 3) {
                let place = Int(draws.next() % UInt64(bytes.count))
                switch draws.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: draws.next())
                case 1: bytes.remove(at: place)
                default: bytes.insert(bytes[Int(draws.next() % UInt64(bytes.count))], at: place)
                }
            }
            let answer = try run("ADD", bytes, namespace: "/nonexistent")
            let said = String(decoding: bytes, as: UTF8.self)
            #expect(answer.status == 1, "\(said): \(answer.status) \(answer.text)")
            let code = answer.error?.code.number ?? 0
            #expect([1, 2, 4, 6, 7].contains(code), "\(said): \(answer.text)")
        }
        try bed.expectClean("random changes")
    }

    func text() throws -> [UInt8] {
        var configuration = try bed.network.configuration(of: 0, state: bed.wire.state)
        configuration["ipam"]?["dataDir"] = .string(bed.wire.state)
        return configuration.serialized()
    }

    func run(_ command: String, _ bytes: [UInt8], namespace: String? = nil) throws -> Answer {
        try bed.wire.run(
            try Implementation.ours.executable("bridge"), [], in: bed.wire.host,
            calledAs: "bridge",
            environment: [
                "CNI_COMMAND=\(command)", "CNI_CONTAINERID=a", "CNI_IFNAME=eth0",
                "CNI_NETNS=\(namespace ?? bed.wire.path("a"))",
            ], input: bytes)
    }
}
