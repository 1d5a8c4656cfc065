import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Lists of plugins, called as libcni calls them; ours alone, and beside the reference's.
@Suite(.serialized) struct ConflistTests {
    /// Who makes the bridge, and who the address.
    static let bridge: JSON = [
        "type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
        "ipam": [
            "type": "host-local", "ranges": [[["subnet": "10.244.1.0/24"]]],
            "routes": [["dst": "0.0.0.0/0"]],
        ],
    ]

    static func list(_ plugins: [JSON], version: String = "1.0.0") -> JSON {
        ["cniVersion": .string(version), "name": "net", "plugins": .array(plugins)]
    }

    /// Nothing of a network is left on a host.
    func requireNothing(on wire: Wire) throws {
        #expect(try wire.hostLinks().isEmpty)
        #expect(try wire.reservations("net").isEmpty)
    }

    @Test func `a list of one: ADD, CHECK, DEL, and DEL again`() throws {
        let wire = try Wire()
        _ = try wire.pod("a")
        let run = ConflistRun(Self.list([Self.bridge]), on: wire)
        #expect(try run.validate().isEmpty)
        let request = ConflistRun.Request("a")
        let result = try run.add(request)
        #expect(result["ips"]?.array?.first?["address"] == "10.244.1.2/24")
        try run.check(request)
        try wire.removePod("a")
        try run.delete(request)
        try run.delete(ConflistRun.Request("a", namespace: ""))
        try requireNothing(on: wire)
    }

    @Test func `GC removes what is cached and not valid, and what was forgotten`() throws {
        let wire = try Wire()
        let run = ConflistRun(Self.list([Self.bridge], version: "1.1.0"), on: wire)
        for pod in ["kept", "cached", "forgotten"] {
            _ = try wire.pod(pod)
            _ = try run.add(ConflistRun.Request(pod))
        }
        try run.forget(ConflistRun.Request("forgotten"))
        try run.requireReadiness()
        try run.collect(keeping: [Attachment(containerID: "kept", interfaceName: "eth0")])
        #expect(try wire.reservations("net") == ["10.244.1.2"])
        #expect(try wire.hostLinks().count == 1)
        try run.check(ConflistRun.Request("kept"))
        try run.collect(keeping: [])
        try requireNothing(on: wire)
    }

    @Test func `a list's newest version is what its plugins are asked in`() throws {
        let wire = try Wire()
        _ = try wire.pod("a")
        var list = Self.list([Self.bridge], version: "0.4.0")
        list["cniVersions"] = ["0.3.1", "1.1.0", "1.0.0", "9.9.9"]
        let run = ConflistRun(list, on: wire)
        #expect(try run.add(ConflistRun.Request("a"))["cniVersion"] == "1.1.0")
        let old = ConflistRun(Self.list([Self.bridge], version: "0.3.1"), on: wire)
        #expect(throws: ConflistTooOld.self) { try old.check(ConflistRun.Request("a")) }
        try run.delete(ConflistRun.Request("a"))
        try requireNothing(on: wire)
    }
}
