import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Each implementation goes on with the state that the other has left.
@Suite(.serialized) struct TakeoverTests {
    /// Without masquerading: its rules are not state on disk, and are each implementation's own.
    func configuration() throws -> JSON {
        var configuration = try Example.dualStack.configuration
        configuration["ipMasq"] = false
        return configuration
    }

    @Test(arguments: Implementation.allCases)
    func `what one adds the other deletes, and the next ADD goes on`(
        first: Implementation
    ) throws {
        let wire = try Wire()
        for pod in ["a", "b", "c", "d"] { _ = try wire.pod(pod) }
        let configuration = try configuration()
        func address(_ implementation: Implementation, _ pod: String) throws -> String? {
            let answer = try wire.call(implementation, .add, configuration, pod: pod)
            #expect(answer.status == 0, "\(implementation): \(answer.text)")
            return answer.json["ips"]?.array?.first?["address"]?.string
        }
        #expect(try address(first, "a") == "10.245.1.20/24")
        #expect(try address(first.other, "b") == "10.245.1.21/24")
        for (implementation, pod) in [(first.other, "a"), (first, "b")] {
            let answer = try wire.call(implementation, .delete, configuration, pod: pod)
            #expect(answer.status == 0, "\(implementation): \(answer.text)")
        }
        #expect(try wire.reservations("dual").isEmpty)
        #expect(try wire.hostLinks().isEmpty)
        #expect(try address(first.other, "c") == "10.245.1.22/24")
        #expect(try address(first, "d") == "10.245.1.23/24")
    }

    @Test func `CHECK of ours accepts what the reference plugin made`() throws {
        let wire = try Wire()
        _ = try wire.pod("a")
        var configuration = try configuration()
        let answer = try wire.call(.reference, .add, configuration, pod: "a")
        configuration["prevResult"] = answer.json
        let check = try wire.call(.ours, .check, configuration, pod: "a")
        #expect(check.status == 0, "\(check.text)")
    }

    @Test func `CHECK of the reference plugin accepts what ours made`() throws {
        let wire = try Wire()
        _ = try wire.pod("a")
        var configuration = try configuration()
        let answer = try wire.call(.ours, .add, configuration, pod: "a")
        configuration["prevResult"] = answer.json
        let check = try wire.call(.reference, .check, configuration, pod: "a")
        #expect(check.status == 0, "\(check.text)")
    }

    @Test func `with masquerading, DEL of ours clears a reference pod's links and addresses`()
        throws
    {
        let wire = try Wire()
        _ = try wire.pod("a")
        let configuration = try Example.nodeBridge.configuration
        try #require(try wire.call(.reference, .add, configuration, pod: "a").status == 0)
        #expect(try wire.call(.ours, .delete, configuration, pod: "a").status == 0)
        #expect(try wire.hostLinks().isEmpty)
        #expect(try wire.reservations("bridge").isEmpty)
    }
}
