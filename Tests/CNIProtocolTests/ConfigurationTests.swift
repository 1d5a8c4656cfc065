import CNIProtocol
import Testing

@Suite struct ConfigurationTests {
    func parse(
        _ text: String, for command: CNICommand = .add
    ) throws(CNIError) -> NetworkConfiguration {
        try NetworkConfiguration(parsing: Array(text.utf8), for: command)
    }

    func failure(_ text: String, for command: CNICommand = .add) -> CNIError? {
        do {
            _ = try parse(text, for: command)
            return nil
        } catch {
            return error
        }
    }

    @Test func `the common fields are read`() throws {
        let configuration = try parse(
            """
            {"cniVersion":"1.0.0","name":"pods","type":"bridge","dns":{"search":["a.b"]},
             "ipam":{"type":"host-local"},
             "prevResult":{"ips":[{"address":"10.0.0.2/24","version":"4"}]}}
            """)
        #expect(configuration.version == .v1_0_0)
        #expect(configuration.name == "pods")
        #expect(configuration.dns.search == ["a.b"])
        #expect(try configuration.ipam["type"].string() == "host-local")
        #expect(configuration.previousResult?.addresses.first?.address.prefixLength == 24)
        #expect(configuration.validAttachments == nil)
    }

    @Test func `a key that differs in case alone counts, unless the key itself is there`() throws {
        let configuration = try parse(
            #"""
            {"cniVersion":"1.0.0","name":"pods","isgateway":true,"MTU":1400,"mtu":1500,
             "runtimeConfig":{"portMappings":[{"HostPort":80,"HostIP":"::1"}],"ü":1}}
            """#)
        #expect(try configuration.root["isGateway"].flag())
        #expect(try configuration.root["mtu"].integer(in: 0...9999) == 1500)
        let mapping = try #require(
            try configuration.runtimeConfig["portMappings"].elements().first)
        #expect(try mapping["hostPort"].integer(in: 0...9999) == 80)
        #expect(try mapping["hostIP"].string() == "::1")
        #expect(!mapping["hostPorts"].isPresent && !mapping["host"].isPresent)
        #expect(!configuration.runtimeConfig["Ü"].isPresent)
    }

    @Test func `a version that is not spoken lists those that are`() {
        let error = failure(#"{"cniVersion":"2.0.0","name":"a"}"#)
        #expect(error?.code == .incompatibleVersion)
        #expect(error?.details?.contains("0.3.1") == true)
    }

    @Test func `commands have a first version`() {
        let old = #"{"cniVersion":"0.3.1","name":"a"}"#
        #expect(failure(old, for: .check)?.code == .incompatibleVersion)
        #expect(failure(old, for: .delete) == nil)
        #expect(failure(old, for: .garbageCollect)?.code == .incompatibleVersion)
        #expect(failure(#"{"cniVersion":"0.4.0","name":"a"}"#, for: .check) == nil)
        #expect(failure(#"{"cniVersion":"1.1.0","name":"a"}"#, for: .status) == nil)
    }

    @Test func `what is no JSON says where`() {
        let error = failure("{\n  \"name\" x}")
        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("line 2") == true)
    }

    @Test(arguments: [
        "[]", #"{"cniVersion":"1.0.0"}"#, #"{"cniVersion":"1.0.0","name":"a b"}"#,
        #"{"cniVersion":"1.0.0","name":7}"#, #"{"cniVersion":1,"name":"a"}"#,
        #"{"cniVersion":"1.0.0","name":"a","dns":{"search":"x"}}"#,
        #"{"cniVersion":"1.0.0","name":"a","prevResult":{"ips":[{"address":"10.0.0.1"}]}}"#,
    ])
    func `what cannot be is an invalid configuration`(text: String) {
        #expect(failure(text)?.code == .invalidConfiguration)
    }

    @Test func `a wrong value is named with its path`() {
        let error = failure(
            #"{"cniVersion":"1.0.0","name":"a","prevResult":{"ips":[{"address":"10.0.0.1"}]}}"#)
        #expect(
            error?.message == "prevResult.ips[0].address: expected an address with a prefix length,"
                + " found \"10.0.0.1\"")
    }

    @Test(arguments: ["cni.dev/valid-attachments", "cni.dev/attachments"])
    func `the attachments to keep are found under both keys`(key: String) throws {
        let configuration = try parse(
            #"{"cniVersion":"1.1.0","name":"a","\#(key)":[{"containerID":"c","ifname":"eth0"}]}"#,
            for: .garbageCollect)
        #expect(
            try configuration.attachmentsToKeep() == [
                Attachment(containerID: "c", interfaceName: "eth0")
            ])
    }

    @Test func `GC without a list refuses instead of removing all`() throws {
        let configuration = try parse(
            #"{"cniVersion":"1.1.0","name":"a"}"#, for: .garbageCollect)
        #expect(throws: CNIError.self) { try configuration.attachmentsToKeep() }
    }
}
