import ContainerShim
import JSON
import Testing

/// What shims and runtimes tell each other.
@Suite struct MessageTests {
    private static let frames: [StreamFrame] = [
        .output([1, 2, 3]), .errors([]), .exit(143), .input(Array("hello\n".utf8)), .endOfInput,
        .size(columns: 300, rows: 24),
    ]

    @Test func `frames come back as they went, in pieces of any size`() throws {
        let bytes = Self.frames.flatMap(\.encoded)
        for size in 1...bytes.count {
            var buffer: [UInt8] = []
            var found: [StreamFrame] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                buffer += bytes[start..<min(bytes.count, start + size)]
                while let frame = try StreamFrame.decode(from: &buffer) { found.append(frame) }
            }
            #expect(found == Self.frames && buffer.isEmpty)
        }
    }

    @Test func `a frame that is too long is refused, one of an unknown kind passed over`() throws {
        var endless: [UInt8] = [1, 0xFF, 0, 0, 0]
        #expect(throws: StreamFrameError.self) { try StreamFrame.decode(from: &endless) }
        var unknown: [UInt8] = [99, 0, 0, 0, 2, 7, 7] + StreamFrame.endOfInput.encoded
        #expect(try StreamFrame.decode(from: &unknown) == .endOfInput)
        #expect(unknown.isEmpty)
    }

    @Test func `a launch comes back as it went`() throws {
        var launch = ContainerLaunch(root: "/srv/a b", command: ["sh", "-c", "echo \"x\""])
        launch.hidden = ["/var/lib/x"]
        launch.environment = ["A=b", "C="]
        launch.directory = "/work"
        launch.hostname = "web-0"
        launch.network = "/run/netns/x"
        launch.mounts = [
            .init(source: "/a", target: "/b"), .init(source: "/c", target: "/d", isReadOnly: true),
        ]
        launch.hasInput = true
        launch.closesInputAfterFirst = true
        launch.hasTerminal = true
        launch.logPath = "/log"
        launch.exitPath = "/exit"
        launch.user = 1000
        launch.group = 100
        launch.groups = [1, 2]
        launch.isPrivileged = true
        launch.isRootReadOnly = true
        launch.seesMachineProcesses = true
        launch.gainsNoPrivileges = true
        launch.oomScoreAdjustment = -998
        let json = try JSON(parsing: launch.json.serialized())
        #expect(ContainerLaunch(json) == launch)
    }
}
