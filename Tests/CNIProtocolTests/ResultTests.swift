import CNIProtocol
import JSON
import NetworkAddress
import Testing

@Suite struct ResultTests {
    func sample() throws -> CNIResult {
        let bridge = ResultInterface(name: "cni0", mac: "02:00:00:00:00:01", mtu: 1450)
        let inside = ResultInterface(
            name: "eth0", mac: "02:00:00:00:00:02", mtu: 1450, sandbox: "/run/netns/a")
        var route = ResultRoute(try #require(IPPrefix("0.0.0.0/0")), gateway: IPAddress("10.0.0.1"))
        route.mtu = 1400
        return CNIResult(
            interfaces: [bridge, inside],
            addresses: [
                ResultAddress(
                    try #require(InterfaceAddress("10.0.0.2/24")), gateway: IPAddress("10.0.0.1"),
                    interface: 1),
                ResultAddress(try #require(InterfaceAddress("fd00::2/64")), interface: 1),
            ],
            routes: [route])
    }

    func text(_ version: SpecificationVersion) throws -> String {
        try sample().json(version).description
    }

    @Test func `1.1 has MTUs`() throws {
        #expect(
            try text(.v1_1_0) == """
                {"cniVersion":"1.1.0","interfaces":[{"name":"cni0","mac":"02:00:00:00:00:01",\
                "mtu":1450},{"name":"eth0","mac":"02:00:00:00:00:02","mtu":1450,\
                "sandbox":"/run/netns/a"}],"ips":[{"interface":1,"address":"10.0.0.2/24",\
                "gateway":"10.0.0.1"},{"interface":1,"address":"fd00::2/64"}],\
                "routes":[{"dst":"0.0.0.0/0","gw":"10.0.0.1","mtu":1400}],"dns":{}}
                """)
    }

    @Test(arguments: [SpecificationVersion.v0_3_0, .v0_3_1, .v0_4_0])
    func `0.3 and 0.4 have the family beside the address`(version: SpecificationVersion) throws {
        let json = try sample().json(version)
        #expect(json["ips"]?.array?.compactMap { $0["version"]?.string } == ["4", "6"])
        #expect(json["interfaces"]?.array?.first?["mtu"] == nil)
        #expect(json["cniVersion"]?.string == version.rawValue)
    }

    @Test func `1.0 has neither`() throws {
        let json = try sample().json(.v1_0_0)
        #expect(json["ips"]?.array?.first?["version"] == nil)
        #expect(json["interfaces"]?.array?.first?["mtu"] == nil)
        #expect(json["routes"]?.array?.first?["mtu"] == nil)
    }

    @Test(arguments: [SpecificationVersion.v0_1_0, .v0_2_0])
    func `0.1 and 0.2 have one address of each family`(version: SpecificationVersion) throws {
        #expect(
            try text(version) == """
                {"cniVersion":"\(version.rawValue)","ip4":{"ip":"10.0.0.2/24",\
                "gateway":"10.0.0.1","routes":[{"dst":"0.0.0.0/0","gw":"10.0.0.1"}]},\
                "ip6":{"ip":"fd00::2/64"},"dns":{}}
                """)
    }

    @Test(arguments: SpecificationVersion.allCases)
    func `what is written can be read again`(version: SpecificationVersion) throws {
        let read = try CNIResult(parsing: try sample().encoded(version))
        #expect(read.addresses.map(\.address) == (try sample()).addresses.map(\.address))
        #expect(read.routes.map(\.destination) == (try sample()).routes.map(\.destination))
        if version == .v1_1_0 { #expect(try read == sample()) }
    }

    @Test func `a result ends where its text ends`() throws {
        let bytes = try sample().encoded(.v1_1_0)
        for count in 0..<(bytes.count - 2) {
            #expect(throws: CNIError.self) { try CNIResult(parsing: Array(bytes[..<count])) }
        }
    }

    @Test func `a plugin's error is thrown as it is`() {
        let error = CNIError(.tryAgain, "busy", details: "with something")
        for version in [nil, SpecificationVersion.v1_0_0] {
            #expect(throws: error) { try CNIResult(parsing: error.encoded(version: version)) }
        }
    }

    @Test func `codes are the specification's`() {
        let codes = [1, 2, 3, 4, 5, 6, 7, 11, 50, 51, 100, 101, 102, 103, 999]
        #expect(codes.map { CNIError.Code(number: $0).number } == codes)
    }

    @Test func `VERSION lists all versions`() throws {
        let answer = try JSON(parsing: VersionAnswer.encoded())
        #expect(answer["cniVersion"]?.string == "1.1.0")
        #expect(answer["supportedVersions"]?.array?.count == 7)
        #expect(VersionAnswer.about(plugin: "bridge").contains("1.1.0"))
    }
}
