import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// An address plugin that is another program.
@Suite(.serialized) struct StrangerTests {
    let wire: Wire
    init() throws {
        wire = try Wire()
        try Files.createDirectories(wire.folder + "/bin")
        _ = try wire.pod("a")
    }

    /// Writes a plugin: a line in a log for each call, then whatever a shell does.
    func install(_ script: String) throws {
        let path = wire.folder + "/bin/fake"
        let text = """
            #!/bin/sh
            echo "$CNI_COMMAND $CNI_CONTAINERID $CNI_IFNAME" >> \(wire.folder)/log
            cat > \(wire.folder)/input
            \(script)

            """
        try Files.writeAtomically(path, Array(text.utf8))
        try wire.tool("/bin/chmod", ["755", path], in: wire.host)
    }

    var log: [String] {
        ((try? Files.readText(wire.folder + "/log")) ?? "").split(separator: "\n").map(String.init)
    }

    func call(
        _ command: CNICommand, _ plugin: String = "bridge", with more: JSON? = nil
    ) throws
        -> Answer
    {
        var configuration: JSON = [
            "cniVersion": "1.1.0", "name": "strange", "isGateway": true, "mine": "kept",
            "ipam": ["type": "fake"], "cni.dev/valid-attachments": [],
        ]
        configuration["type"] = .string(plugin)
        configuration["prevResult"] = more
        return try wire.call(
            .ours, command, configuration, pod: "a", searchPath: wire.folder + "/bin")
    }

    static let gives = """
        case $CNI_COMMAND in ADD) echo '{"cniVersion":"1.1.0","ips":[{"address":"10.7.0.5/24",\
        "gateway":"10.7.0.1"}],"routes":[{"dst":"0.0.0.0/0"}],"dns":{"domain":"x"}}';; esac
        """

    @Test(arguments: ["bridge", "ptp", "martlet"])
    func `it is asked, told, and everything is passed on`(plugin: String) throws {
        try install(Self.gives)
        let answer = try call(.add, plugin)
        #expect(answer.status == 0, "\(answer.text)")
        #expect(answer.json["ips"]?.array?.first?["address"]?.string == "10.7.0.5/24")
        #expect(answer.json["dns"]?["domain"]?.string == "x")
        let input = try JSON(parsing: try Files.read(wire.folder + "/input"))
        #expect(input["mine"]?.string == "kept")
        let pod = try NetworkNamespace(path: wire.path("a"))
        #expect(try wire.pings("10.7.0.1", from: pod))
        for command in [CNICommand.check, .status, .garbageCollect, .delete] {
            let answer = try call(command, plugin, with: answer.json)
            #expect(answer.status == 0, "\(command): \(answer.text)")
        }
        #expect(log == ["ADD a eth0", "CHECK a eth0", "STATUS a eth0", "GC a eth0", "DEL a eth0"])
        #expect(try wire.hostLinks().isEmpty)
    }

    @Test func `its error is told with its code and name`() throws {
        try install(#"echo '{"code":11,"msg":"no lease yet"}'; exit 1"#)
        let answer = try call(.add)
        #expect(answer.error?.code == .tryAgain)
        #expect(answer.error?.message == "ipam fake: no lease yet")
        #expect(try wire.hostLinks().isEmpty)
        try install("exit 3")
        #expect(try call(.add).error?.message.contains("status 3") == true)
        try install("echo nonsense")
        #expect(try call(.add).error?.code == .decodingFailed)
    }

    @Test func `what it gave is given back when a later step fails`() throws {
        try install(Self.gives)
        try wire.tool("/usr/sbin/ip", ["link", "add", "cni0", "type", "veth"], in: wire.host)
        let answer = try call(.add)
        #expect(answer.error?.code == .invalidConfiguration, "\(answer.text)")
        #expect(log == ["ADD a eth0", "DEL a eth0"])
    }

    @Test func `an answer without an address is refused and given back`() throws {
        try install(#"echo '{"cniVersion":"1.1.0"}'"#)
        let answer = try call(.add)
        #expect(answer.error?.message == "ipam: fake gave no address")
        #expect(log == ["ADD a eth0", "DEL a eth0"])
    }

    @Test func `one that is not there fails ADD, and DEL only when it has given something`() throws
    {
        let answer = try call(.add)
        #expect(answer.error?.code == .invalidConfiguration)
        #expect(answer.error?.message.contains("\(wire.folder)/bin") == true)
        #expect(try call(.delete).status == 0)
        let given: JSON = ["cniVersion": "1.1.0", "ips": [["address": "10.7.0.5/24"]]]
        #expect(try call(.delete, with: given).status == 1)
    }

    @Test func `its DEL is called also when the link is gone`() throws {
        try install(Self.gives)
        #expect(try call(.add).status == 0)
        try wire.removePod("a")
        #expect(try call(.delete).status == 0)
        #expect(log.last == "DEL a eth0")
    }
}
