import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Addresses of pods on a bridge: what people see of them, and what becomes of them when a pod's
/// namespace ends and nobody calls DEL.
@Suite struct PodAddressTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    static let configuration = #"""
        {"cniVersion":"1.0.0","name":"n","type":"bridge","bridge":"pods0","isGateway":true,
         "ipMasq":true,"ipam":{"type":"host-local","ranges":[[{"subnet":"10.66.1.0/29"}]]}}
        """#

    func call(_ command: CNICommand, _ pod: String) throws -> Answer {
        try wire.call(
            .ours, command, try JSON(parsing: Array(Self.configuration.utf8)), pod: pod)
    }

    func ipam(_ words: String...) throws -> Answer {
        try wire.run(
            try Implementation.ours.executable("martlet-cni"),
            ["ipam"] + words + ["--data-dir", wire.state], in: wire.host)
    }

    /// Makes an attachment look two minutes old.
    func age(_ pod: String) throws {
        try Files.setModified(
            "\(wire.state)/.martlet/n/\(pod):eth0",
            nanoseconds: WallClock.microseconds * 1000 - 120_000_000_000)
    }

    @Test func `list, check and free see pods, their namespaces and their links`() throws {
        _ = try wire.pod("a")
        _ = try wire.pod("b")
        for pod in ["a", "b"] { #expect(try call(.add, pod).status == 0) }
        try wire.removePod("b")
        // The kernel takes the pair away when it gets to it.
        let deadline = Deadline(after: .seconds(30))
        while try wire.hostLinks().count > 1, !deadline.isOver {
            MonotonicClock.sleep(.milliseconds(20))
        }
        let list = try ipam("list", "-o", "json").json.array ?? []
        #expect(list.map { $0["container"]?.string } == ["a", "b"])
        #expect(list.map { $0["address"]?.string } == ["10.66.1.2", "10.66.1.3"])
        #expect(list.map { $0["namespace"]?.string } == [wire.path("a"), wire.path("b")])
        #expect(list.map { $0["namespaceExists"]?.bool } == [true, false])
        #expect(list.map { $0["linkExists"]?.bool } == [true, false])
        let check = try ipam("check")
        #expect(check.status == 2)
        #expect(check.text.contains("n: 10.66.1.3: held for b/eth0, whose namespace"))
        #expect(try ipam("free", "10.66.1.2").status == 1)
        #expect(
            try ipam("free", "--stale").text == "freed 10.66.1.3 of network n, held by b/eth0\n")
        #expect(try ipam("check").status == 0)
        #expect(try wire.reservations("n") == ["10.66.1.2"])
    }

    @Test func `a pool full of pods that are gone has room for new ones`() throws {
        for pod in ["a", "b", "c", "d", "e"] {
            _ = try wire.pod(pod)
            #expect(try call(.add, pod).status == 0)
        }
        _ = try wire.pod("f")
        #expect(try call(.add, "f").error?.code == .poolExhausted)
        for pod in ["b", "d"] {
            try wire.removePod(pod)
            try age(pod)
        }
        let deadline = Deadline(after: .seconds(30))
        while try wire.hostLinks().count > 3, !deadline.isOver {
            MonotonicClock.sleep(.milliseconds(20))
        }
        let answer = try call(.add, "f")
        #expect(answer.status == 0, "\(answer.text)")
        let ips = answer.json["ips"]?.array ?? []
        #expect(ips.map { $0["address"]?.string } == ["10.66.1.3/29"])
        // Nothing in the rules still speaks of the pods that are gone.
        let rules = try wire.ruleset()
        #expect(!rules.contains("n/b/eth0") && !rules.contains("n/d/eth0"), "\(rules)")
        for pod in ["a", "c", "e", "f"] { #expect(try call(.delete, pod).status == 0) }
        #expect(try wire.reservations("n").isEmpty)
    }
}
