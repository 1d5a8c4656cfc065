import CNIProtocol
import JSON
import LinuxSystem
import PodNetworkTesting
import Testing

/// `static`, ours and the reference's, given the same.
@Suite struct StaticAgreementTests {
    let wire: Wire
    init() throws { wire = try Wire() }

    static let one = #""addresses":[{"address":"10.1.0.5/24","gateway":"10.1.0.1"}]"#
    static let two = """
        "addresses":[{"address":"10.1.0.5/24","gateway":"10.1.0.1"},{"address":"fd00::5/64"}],
        "routes":[{"dst":"0.0.0.0/0"},{"dst":"fd01::/48","gw":"fd00::1"}],
        "dns":{"nameservers":["9.9.9.9"],"search":["a.b"],"domain":"x","options":["ndots:5"]}
        """

    func configuration(_ version: String, _ ipam: String, _ more: String = "") throws -> JSON {
        try JSON(
            parsing: Array(
                """
                {"cniVersion":"\(version)","name":"n","type":"macvlan"\(more),
                 "ipam":{"type":"static",\(ipam)}}
                """.utf8))
    }

    func call(
        _ who: Implementation, _ command: CNICommand, _ configuration: JSON,
        arguments: String = ""
    ) throws -> Answer {
        try wire.call(
            who, command, configuration, pod: "p", plugin: "static", namespace: "/proc/self/ns/net",
            arguments: arguments)
    }

    @Test(
        arguments: [
            (one, "", ""), (two, "", ""), (#""routes":[]"#, "", ""),
            (two, "", "IP=10.2.0.9/16;GATEWAY=10.2.0.1"),
            (one, "", "IP=10.2.0.9/16, fd00::9/64;GATEWAY=10.2.0.1, fd00::1,10.1.0.254"),
            (one, #","args":{"cni":{"ips":["10.9.0.1/24","fd09::1/64"]}}"#, "IP=10.2.0.9/16"),
            (
                one,
                #","args":{"cni":{"ips":["10.9.0.1/24"]}},"runtimeConfig":{"ips":["fd01::1/64"]}"#,
                ""
            ),
            (two, "", "IgnoreUnknown=1;K8S_POD_NAME=x"),
        ], ["0.3.1", "0.4.0", "1.0.0"])
    func `results are equal`(
        table: (ipam: String, more: String, arguments: String), version: String
    ) throws {
        let configuration = try configuration(version, table.ipam, table.more)
        let answers = try Implementation.allCases.map {
            try call($0, .add, configuration, arguments: table.arguments)
        }
        #expect(answers[0].status == 0, "\(answers[0].text)")
        #expect(answers[1].status == 0, "\(answers[1].text)")
        #expect(answers[0].json == answers[1].json)
    }

    @Test func `results of 0 dot 2 are equal`() throws {
        let configuration = try configuration("0.2.0", Self.two)
        #expect(
            try call(.ours, .add, configuration).json
                == call(.reference, .add, configuration).json)
    }

    @Test(arguments: [
        (#""addresses":[{"address":"10.1.0.5"}]"#, "", ""),
        (one, "", "IP=10.2.0.9"), (one, "", "GATEWAY=x"), (one, "", "FROB=1"),
        (one, #","args":{"cni":{"ips":["10.9.0.1"]}}"#, ""),
        (one, #","runtimeConfig":{"ips":["x"]}"#, ""),
    ])
    func `what one refuses the other refuses`(
        ipam: String, more: String, arguments: String
    ) throws {
        let configuration = try configuration("1.0.0", ipam, more)
        for who in Implementation.allCases {
            let answer = try call(who, .add, configuration, arguments: arguments)
            #expect(answer.status == 1)
            #expect(answer.error != nil)
            // Even so there is nothing that DEL could not do.
            if who == .ours { #expect(try call(who, .delete, configuration).status == 0) }
        }
    }

    @Test func `CHECK passes after ADD and fails without the address or the result`() throws {
        var configuration = try configuration("1.0.0", Self.two)
        #expect(try call(.ours, .check, configuration).error?.code == .invalidConfiguration)
        #expect(try call(.reference, .check, configuration).status == 1)
        configuration["prevResult"] = try call(.ours, .add, configuration).json
        #expect(try call(.ours, .check, configuration).status == 0)
        #expect(try call(.reference, .check, configuration).status == 0)
        configuration["ipam"]?["addresses"] = try JSON(
            parsing: Array(#"[{"address":"10.1.0.6/24"}]"#.utf8))
        #expect(try call(.ours, .check, configuration).error?.code == .checkFailed)
    }

    @Test func `STATUS and GC have nothing to do`() throws {
        var configuration = try configuration("1.1.0", Self.two)
        #expect(try call(.ours, .status, configuration).status == 0)
        configuration["cni.dev/valid-attachments"] = []
        #expect(try call(.ours, .garbageCollect, configuration).status == 0)
    }
}
