import AddressManagement
import CNIProtocol
import NetworkAddress
import Testing

@Suite struct StaticTests {
    func settings(
        _ ipam: String, more: String = "", arguments: String = "", version: String = "1.0.0"
    ) throws -> StaticConfiguration {
        let text = """
            {"cniVersion":"\(version)","name":"n","type":"bridge"\(more),
             "ipam":{"type":"static",\(ipam)}}
            """
        return try StaticConfiguration(
            try NetworkConfiguration(parsing: Array(text.utf8), for: .add),
            arguments: try CNIArguments(parsing: arguments))
    }

    static let two = """
        "addresses":[{"address":"10.1.0.5/24","gateway":"10.1.0.1"},{"address":"fd00::5/64"}]
        """

    @Test(arguments: [
        ("", "", ["10.1.0.5/24 10.1.0.1", "fd00::5/64 -"]),
        ("", "IP=10.2.0.9/16", ["10.1.0.5/24 10.1.0.1", "fd00::5/64 -", "10.2.0.9/16 -"]),
        (
            "", "IP=10.2.0.9/16, 10.3.0.9/24;GATEWAY=10.1.0.254,10.2.0.1,fd00::1",
            [
                "10.1.0.5/24 10.1.0.1", "fd00::5/64 -", "10.2.0.9/16 10.2.0.1",
                "10.3.0.9/24 -",
            ]
        ),
        (#","args":{"cni":{"ips":["10.9.0.1/24"]}}"#, "IP=10.2.0.9/16", ["10.9.0.1/24 -"]),
        (
            #","args":{"cni":{"ips":["10.9.0.1/24"]}},"runtimeConfig":{"ips":["fd01::1/64"]}"#,
            "", ["fd01::1/64 -"]
        ),
        (#","runtimeConfig":{"ips":[]}"#, "", ["10.1.0.5/24 10.1.0.1", "fd00::5/64 -"]),
    ])
    func `addresses from every place they can be named`(
        more: String, arguments: String, wanted: [String]
    ) throws {
        let found = try settings(Self.two, more: more, arguments: arguments).addresses.map {
            "\($0.address) \($0.gateway?.description ?? "-")"
        }
        #expect(found == wanted)
    }

    @Test func `routes and resolver settings are the configuration's`() throws {
        let found = try settings(
            Self.two + #","routes":[{"dst":"0.0.0.0/0"}],"dns":{"nameservers":["9.9.9.9"]}"#)
        #expect(found.routes.map(\.destination.description) == ["0.0.0.0/0"])
        #expect(found.dns.nameservers == ["9.9.9.9"])
    }

    @Test(arguments: [
        (#""addresses":[{"address":"10.1.0.5"}]"#, "", "", 7, "ipam.addresses[0].address"),
        (#""addresses":[{}]"#, "", "", 7, "ipam.addresses[0].address"),
        (#""addresses":{}"#, "", "", 7, "ipam.addresses: expected an array"),
        (
            #""addresses":[{"address":"10.1.0.5/24","gateway":"x"}]"#, "", "", 7,
            "ipam.addresses[0].gateway"
        ),
        (
            #""addresses":[{"address":"10.1.0.5/24","gateway":"fd00::1"}]"#, "", "", 7,
            "the family of 10.1.0.5/24"
        ),
        (#""routes":[{"dst":"x"}]"#, "", "", 7, "ipam.routes[0].dst"),
        (#""dns":{"nameservers":7}"#, "", "", 7, "ipam.dns.nameservers"),
        (#""a":1"#, "", "IP=10.1.0.5", 4, "CNI_ARGS: IP: expected an address with a prefix"),
        (#""a":1"#, "", "IP=10.1.0.5/24,;x=1", 4, "CNI_ARGS: IP"),
        (#""a":1"#, "", "GATEWAY=10.1", 4, "CNI_ARGS: GATEWAY"),
        (#""a":1"#, #","args":{"cni":{"ips":["10.1.0.5"]}}"#, "", 7, "args.cni.ips[0]"),
        (#""a":1"#, #","runtimeConfig":{"ips":[""]}"#, "", 7, "runtimeConfig.ips[0]"),
    ])
    func `what cannot be says what and where`(
        ipam: String, more: String, arguments: String, code: Int, words: String
    ) {
        let error = failure { _ = try settings(ipam, more: more, arguments: arguments) }
        #expect(error?.code.number == code)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "no error")")
    }

    @Test func `results of 0 dot 2 have room for one address of a family`() {
        let two = #""addresses":[{"address":"10.1.0.5/24"},{"address":"10.1.0.6/24"}]"#
        #expect(failure { _ = try settings(two, version: "0.2.0") }?.code == .invalidConfiguration)
        #expect(failure { _ = try settings(Self.two, version: "0.2.0") } == nil)
        #expect(failure { _ = try settings(two, version: "0.3.0") } == nil)
    }
}
