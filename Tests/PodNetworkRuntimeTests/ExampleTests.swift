import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// The lists of `cni/examples`, one for each plugin, give the results beside them.
@Suite(.serialized) struct ExampleTests {
    /// Lists that the reference plugins know as well.
    static let common = [
        "bandwidth", "firewall", "host-local", "loopback", "portmap", "ptp", "static", "tuning",
    ]

    static func read(_ file: String) throws -> JSON? {
        let path = "\(Shipped.folder)/examples/\(file)"
        return Files.exists(path) ? try JSON(parsing: try Files.read(path)) : nil
    }

    @Test func `there is an example for each plugin`() throws {
        let files = try Files.list(Shipped.folder + "/examples")
        for plugin in Shipped.pluginNames where plugin != "bridge" {
            #expect(files.contains(plugin + ".conflist"))
            #expect(files.contains(plugin + ".result.json"))
        }
        #expect(files.contains("node-bridge.conf"))
    }

    @Test(arguments: common, Implementation.allCases)
    func `a list gives its result, by ours and by the reference's`(
        name: String, implementation: Implementation
    ) throws {
        try run(name, by: implementation)
    }

    @Test func `the one plugin gives its result`() throws { try run("martlet", by: .ours) }

    func run(_ name: String, by implementation: Implementation) throws {
        let wire = try Wire()
        _ = try wire.pod("a")
        let list = try #require(try Self.read(name + ".conflist"))
        let run = ConflistRun(list, on: wire, by: implementation)
        let request = ConflistRun.Request(
            "a", interface: name == "loopback" ? "lo" : "eth0",
            capabilities: try Self.read(name + ".runtime.json") ?? .null)
        let result = Example.masked(try run.add(request))
        let expected = try Self.read(name + ".result.json")
        #expect(result == expected)
        // The reference's portmap asks iptables of version 6 for rules of version 4.
        if (name, implementation) != ("portmap", .reference) { try run.check(request) }
        try run.delete(request)
        #expect(try wire.hostLinks().isEmpty)
        #expect(try wire.reservations("example").isEmpty)
    }
}
