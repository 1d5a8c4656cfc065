import CNIProtocol
import NetworkAddress
import PodNetworkCommands
import Testing

/// What `explain` is asked.
@Suite struct ExplainArgumentTests {
    @Test(
        arguments: [
            ("node", "node", nil), ("node:80", "node", 80), ("web", "pod web", nil),
            ("web:8080", "pod web", 8080), ("bridge/web/eth0:1", "pod bridge/web/eth0", 1),
            ("10.1.0.2", "10.1.0.2", nil), ("10.1.0.2:53", "10.1.0.2", 53),
            ("fd00::2", "fd00::2", nil), ("[fd00::2]:53", "fd00::2", 53),
        ] as [(String, String, UInt16?)])
    func `a target is a pod, the node or an address, with or without a port`(
        text: String, who: String, port: UInt16?
    ) throws {
        let endpoint = try ExplainEndpoint(target: text)
        #expect(endpoint.port?.rawValue == port)
        let found =
            switch endpoint.who {
            case .node: "node"
            case .address(let address): address.description
            case .pod(let name): "pod \(name)"
            }
        #expect(found == who)
    }

    @Test(arguments: [
        [], ["--from", "a"], ["--to", "b"], ["--from", "a", "--to"], ["--from", "a", "--to", "b:"],
        ["--from", "a", "--to", "b:99999"], ["--from", "a", "--to", "b:0"],
        ["--from", "a", "--to", "10.1.0.2:0"], ["--from", "a", "--to", "[fd00::2]:0"],
        ["--from", "a", "--to", "[fd00::2"], ["--from", "a", "--to", "[fd00::2:80"],
        ["--from", "a", "--to", ":80"], ["--from", "a", "--to", "b", "--protocol", "icmp"],
        ["--from", "a", "--to", "b", "-o", "yaml"], ["a", "b"],
    ])
    func `arguments that make no sense are refused with the usage`(arguments: [String]) {
        let outcome = CommandProgram.run(["explain"] + arguments)
        #expect(outcome.status == 64)
        #expect(outcome.notice.contains("usage: martlet-cni explain"))
    }

    @Test func `a configuration that is not there or no JSON is named`() {
        for path in ["/nowhere.conflist", "/proc/self/status"] {
            let outcome = CommandProgram.run([
                "explain", "--from", "node", "--to", "node", "--config", path,
            ])
            #expect(outcome.status == 1)
            #expect(outcome.notice.contains(path), "\(outcome.notice)")
        }
    }

    @Test func `a list says what its pods should be`() throws {
        let text = """
            {"cniVersion": "1.0.0", "name": "n", "plugins": [
              {"type": "bridge", "ipMasq": true, "macspoofchk": true, "hairpinMode": true},
              {"type": "portmap"},
              {"type": "bandwidth", "egressRate": 8000, "egressBurst": 80}]}
            """
        let expectation = try NetworkExpectation(Array(text.utf8))
        #expect(expectation.network == "n" && expectation.bridge == "cni0")
        #expect(expectation.masquerades && expectation.checksSenders && expectation.hairpin)
        #expect(!expectation.isolatesPorts && expectation.bandwidth.egress?.rate == 8000)
        let ptp = try NetworkExpectation(Array(#"{"name":"p","type":"ptp"}"#.utf8))
        #expect(ptp.bridge == nil && !ptp.masquerades && ptp.bandwidth.isEmpty)
        #expect(throws: CNIError.self) { try NetworkExpectation(Array("[]".utf8)) }
        #expect(throws: CNIError.self) {
            try NetworkExpectation(Array(#"{"name":"p","type":"bridge","ipMasq":7}"#.utf8))
        }
    }
}
