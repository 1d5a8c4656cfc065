import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// Ours and the reference plugins, given the same configurations, do the same.
@Suite(.serialized) struct AgreementTests {
    @Test(arguments: Example.allCases)
    func `an example gives its result, links, addresses and routes`(example: Example) throws {
        var pictures: [Implementation: (pod: String, host: String)] = [:]
        for implementation in [Implementation.reference, .ours] {
            let wire = try Wire()
            let pod = try wire.pod("a")
            let answer = try wire.call(
                implementation, .add, try example.configuration, pod: "a")
            #expect(answer.status == 0, "\(implementation): \(answer.text)")
            let masked = Example.masked(answer.json)
            #expect(try masked == example.result, "\(implementation): \(answer.text)")
            let wanted = pictures[.reference]
            pictures[implementation] = (
                try Picture(wire, pod).settled(like: wanted?.pod),
                try Picture(wire, wire.host).settled(like: wanted?.host)
            )
            let removal = try wire.call(
                implementation, .delete, try example.configuration, pod: "a")
            #expect(removal.status == 0, "\(implementation): \(removal.text)")
            #expect(try wire.hostLinks().isEmpty)
            let name = try #require(try example.configuration["name"]?.string)
            #expect(try wire.reservations(name).isEmpty)
        }
        #expect(pictures[.ours]?.pod == pictures[.reference]?.pod)
        #expect(pictures[.ours]?.host == pictures[.reference]?.host)
    }

    @Test(arguments: ["0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0"])
    func `results agree in every version that both speak`(version: String) throws {
        var configuration = try Example.dualStack.configuration
        configuration["cniVersion"] = .string(version)
        var results: [JSON] = []
        for implementation in Implementation.allCases {
            let wire = try Wire()
            _ = try wire.pod("a")
            results.append(
                Example.masked(
                    try wire.call(implementation, .add, configuration, pod: "a").json))
        }
        #expect(results[0] == results[1])
    }

    @Test(arguments: ["0.2.0", "0.3.1", "1.0.0"])
    func `host-local agrees as a plugin of its own`(version: String) throws {
        var configuration = try Example.dualStack.configuration
        configuration["cniVersion"] = .string(version)
        var results: [JSON] = []
        for implementation in Implementation.allCases {
            let wire = try Wire()
            for pod in ["a", "b"] {
                results.append(
                    try wire.call(
                        implementation, .add, configuration, pod: pod, plugin: "host-local"
                    ).json)
            }
            for pod in ["a", "b", "b"] {
                let answer = try wire.call(
                    implementation, .delete, configuration, pod: pod, plugin: "host-local")
                #expect(answer.status == 0)
            }
            #expect(try wire.reservations("dual").isEmpty)
        }
        #expect(results[0] == results[2])
        #expect(results[1] == results[3])
    }

    @Test func `loopback agrees`() throws {
        let configuration: JSON = ["cniVersion": "1.0.0", "name": "lo", "type": "loopback"]
        for implementation in Implementation.allCases {
            let wire = try Wire()
            let pod = try wire.pod("a")
            let answer = try wire.call(
                implementation, .add, configuration, pod: "a", interface: "lo")
            #expect(
                Example.masked(answer.json) == [
                    "cniVersion": "1.0.0",
                    "interfaces": [["name": "lo", "mac": "MAC", "sandbox": "SANDBOX"]],
                    "ips": [
                        ["interface": 0, "address": "127.0.0.1/8"],
                        ["interface": 0, "address": "::1/128"],
                    ],
                    "dns": [:],
                ])
            #expect(try wire.pings("127.0.0.1", from: pod))
            #expect(try wire.pings("::1", from: pod))
            for command in [CNICommand.check, .delete] {
                let answer = try wire.call(
                    implementation, command, configuration, pod: "a", interface: "lo")
                #expect(answer.status == 0, "\(implementation) \(command): \(answer.text)")
            }
            #expect(try !wire.pings("127.0.0.1", from: pod))
        }
    }
}
