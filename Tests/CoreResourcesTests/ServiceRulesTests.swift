import JSON
import Testing

@Suite struct ServiceRulesTests {
    @Test(arguments: [
        (#"{"selector":{"a":"b"}}"#, ["spec.ports: Required value"]),
        (
            #"{"ports":[{"port":80},{"port":81}]}"#,
            ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value"]
        ),
        (
            #"{"ports":[{"name":"a","port":80},{"name":"a","port":81}]}"#,
            ["spec.ports[1].name: Duplicate value: \"a\""]
        ),
        (
            #"{"type":"LoadBalancer","healthCheckNodePort":30012,"ports":[{"port":80}]}"#,
            [
                "spec.healthCheckNodePort: Invalid value: 30012: may only be set when `type` is "
                    + "'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
            ]
        ),
        (#"{"type":"ExternalName"}"#, ["spec.externalName: Required value"]),
        (
            #"{"clusterIP":"nope","ports":[{"port":80}]}"#,
            [
                "spec.clusterIPs[0]: Invalid value: \"nope\": must be a valid IP address, "
                    + "(e.g. 10.9.8.7 or 2001:db8::ffff)"
            ]
        ),
        (
            #"{"type":"X","ports":[{"port":80}]}"#,
            [
                "spec.type: Unsupported value: \"X\": supported values: \"ClusterIP\", "
                    + "\"ExternalName\", \"LoadBalancer\", \"NodePort\""
            ]
        ),
        (
            #"{"type":"ClusterIP","ports":[{"port":80,"nodePort":30001}]}"#,
            ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]
        ),
        (
            #"{"type":"LoadBalancer","loadBalancerSourceRanges":["10.0.0.0"],"#
                + #""ports":[{"port":80}]}"#,
            [
                "spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid "
                    + "CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
            ]
        ),
        (
            #"{"externalIPs":["127.0.0.1","0.0.0.0"],"ports":[{"port":80}]}"#,
            [
                "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback "
                    + "range (127.0.0.0/8, ::1/128)",
                "spec.externalIPs[1]: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)",
            ]
        ),
    ])
    func `mistakes are named in upstream's words`(spec: String, faults: [String]) throws {
        let text = #"{"metadata":{"name":"s"},"spec":\#(spec)}"#
        #expect(try Written.faults("services", text) == faults)
    }

    @Test func `defaults fill in what a Service does not say`() throws {
        let service = try Written.new(
            "services", #"{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}]}}"#)
        let expected: JSON = [
            "ports": [["port": 80, "protocol": "TCP", "targetPort": 80]],
            "sessionAffinity": "None", "type": "ClusterIP", "internalTrafficPolicy": "Cluster",
        ]
        #expect(service["spec"] == expected)
        #expect(service["status"] == ["loadBalancer": [:]])
    }

    @Test func `an address stays once it is set`() throws {
        let body = #"{"metadata":{"name":"s"},"spec":{"ports":[{"port":80}],"clusterIP":"#
        var old = try Written.new("services", body + #""10.0.0.1"}}"#)
        old["spec", "ipFamilies"] = ["IPv4"]
        old["spec", "ipFamilyPolicy"] = "SingleStack"
        for address in ["10.0.0.2", "None"] {
            var new = old
            new["spec", "clusterIP"] = .string(address)
            #expect(
                try Written.faults("services", new.json.description, from: old) == [
                    "spec.clusterIPs[0]: Invalid value: [\"\(address)\"]: may not change once set"
                ])
        }
    }

    @Test(arguments: [
        (
            #"{"type":"NodePort","clusterIPs":["10.0.0.1"],"ports":[{"port":80,"nodePort":30030,"#
                + #""protocol":"TCP"}],"selector":{"a":"b"}}"#,
            ["s", "NodePort", "10.0.0.1", "<none>", "80:30030/TCP", "<unknown>", "a=b"]
        ),
        (
            #"{"type":"LoadBalancer","clusterIPs":["10.0.0.1"]}"#,
            ["s", "LoadBalancer", "10.0.0.1", "<pending>", "<none>", "<unknown>", "<none>"]
        ),
        (
            #"{"type":"ExternalName","externalName":"a.b"}"#,
            ["s", "ExternalName", "<none>", "a.b", "<none>", "<unknown>", "<none>"]
        ),
        (
            #"{"type":"ClusterIP","clusterIPs":["None"],"externalIPs":["1.2.3.4","1.2.3.5"]}"#,
            ["s", "ClusterIP", "None", "1.2.3.4,1.2.3.5", "<none>", "<unknown>", "<none>"]
        ),
    ])
    func `a row shows type, addresses and ports`(spec: String, cells: [String]) throws {
        let text = #"{"metadata":{"name":"s"},"spec":\#(spec)}"#
        #expect(try Written.cells("services", text) == cells)
    }
}
