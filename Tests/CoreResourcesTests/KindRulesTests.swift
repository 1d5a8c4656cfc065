import APIMachinery
import CoreResources
import JSON
import ResourceModel
import Testing

@Suite struct KindRulesTests {
    @Test func `texts of a Secret become data, before data`() throws {
        let secret = try Written.new(
            "secrets", #"{"stringData":{"u":"me","p":"x"},"data":{"u":"b3RoZXI="}}"#)
        #expect(secret["data"] == ["p": "eA==", "u": "bWU="])
        #expect(secret["stringData"] == nil && secret["type"] == "Opaque")
    }

    @Test(arguments: [
        ("kubernetes.io/tls", ["data[tls.crt]: Required value", "data[tls.key]: Required value"]),
        (
            "kubernetes.io/basic-auth",
            ["data[username]: Required value", "data[password]: Required value"]
        ),
        (
            "kubernetes.io/service-account-token",
            ["metadata.annotations[kubernetes.io/service-account.name]: Required value"]
        ),
        ("kubernetes.io/ssh-auth", ["data[ssh-privatekey]: Required value"]),
        ("example.com/t", []),
    ])
    func `a Secret's type demands its keys`(type: String, faults: [String]) throws {
        #expect(try Written.faults("secrets", #"{"type":"\#(type)"}"#) == faults)
    }

    @Test func `data may not hold more than a mebibyte`() throws {
        let text = String(repeating: "x", count: 1 << 20)
        #expect(try Written.faults("configmaps", #"{"data":{"a":"\#(text)"}}"#) == [])
        #expect(
            try Written.faults("configmaps", #"{"data":{"a":"\#(text)","b":"y"}}"#) == [
                ": Too long: may not be more than 1048576 bytes"
            ])
    }

    @Test func `what is immutable stays`() throws {
        let old = try Written.new("configmaps", #"{"data":{"k":"v"},"immutable":true}"#)
        let why = "Forbidden: field is immutable when `immutable` is set"
        #expect(
            try Written.faults("configmaps", #"{"data":{"k":"w"},"immutable":true}"#, from: old)
                == ["data: \(why)"])
        #expect(
            try Written.faults("configmaps", #"{"data":{"k":"v"}}"#, from: old)
                == ["immutable: \(why)"])
    }

    @Test func `a namespace has its name as a label, a finalizer and a phase`() throws {
        let made = try Written.new("namespaces", #"{"metadata":{"name":"n"}}"#)
        #expect(made.labels == ["kubernetes.io/metadata.name": "n"])
        #expect(made["spec", "finalizers"] == ["kubernetes"])
        #expect(made["status"] == ["phase": "Active"])
        let changed = try Written.changed(
            "namespaces", #"{"metadata":{"name":"n"},"spec":{"finalizers":[]}}"#, from: made)
        #expect(changed["spec", "finalizers"] == ["kubernetes"])
        #expect(changed.labels == made.labels)
    }

    @Test func `a node's taints are reported where upstream does`() throws {
        let text = """
            {"spec":{"taints":[{"key":"k","effect":"Nope"},{"key":"k","effect":"NoSchedule"},
            {"key":"k","effect":"NoSchedule"}]}}
            """
        #expect(
            try Written.faults("nodes", text) == [
                "metadata.taints[0].effect: Unsupported value: \"Nope\": supported values: "
                    + "\"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
                "metadata.taints[2]: Duplicate value: {\"Key\":\"k\",\"Value\":\"\","
                    + "\"Effect\":\"NoSchedule\",\"TimeAdded\":null}: "
                    + "taints must be unique by key and effect pair",
            ])
    }

    @Test func `a node's ranges stay once they are set`() throws {
        let body = #"{"metadata":{"name":"n"},"spec":{"podCIDR":"#
        let bare = try Written.new("nodes", #"{"metadata":{"name":"n"}}"#)
        #expect(try Written.faults("nodes", body + #""10.0.1.0/24"}}"#, from: bare) == [])
        let old = try Written.new("nodes", body + #""10.0.1.0/24"}}"#)
        #expect(
            try Written.faults("nodes", body + #""10.0.2.0/24"}}"#, from: old) == [
                "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "
                    + "\"\" to valid"
            ])
    }

    @Test(arguments: [
        (#"{"endpoints":[]}"#, ["addressType: Required value"]),
        (
            #"{"addressType":"IPv4","endpoints":[{"addresses":["::1"]}]}"#,
            [
                "endpoints[0].addresses: Invalid value: \"::1\": must be an IPv4 address",
                "endpoints[0].addresses[0]: Invalid value: \"::1\": may not be in the loopback "
                    + "range (127.0.0.0/8, ::1/128)",
            ]
        ),
        (
            #"{"addressType":"IPv4","ports":[{"name":"a","port":1},{"name":"a","port":2}]}"#,
            ["ports[1].name: Duplicate value: \"a\""]
        ),
    ])
    func `an EndpointSlice's mistakes are named in upstream's words`(
        text: String, faults: [String]
    ) throws {
        #expect(try Written.faults("endpointslices", text) == faults)
    }

    @Test func `events are the same in both versions`() throws {
        let stored = try #require(
            try Written.kind("events", group: "events.k8s.io").stored)
        let core = try Written.object(
            #"{"kind":"Event","apiVersion":"v1","metadata":{"name":"e"},"involvedObject":"#
                + #"{"kind":"Pod","name":"p"},"message":"m","count":2}"#)
        let view = stored.fromStored(core)
        #expect(view.apiVersion == "events.k8s.io/v1")
        #expect(view["regarding", "name"] == "p" && view["note"] == "m")
        #expect(view["deprecatedCount"] == 2 && view["message"] == nil)
        #expect(stored.toStored(view) == core)
    }

    @Test func `every kind has a row as wide as its columns`() throws {
        for kind in CoreResources.all {
            let object = APIObject(["metadata": ["name": "x"]])
            #expect(
                kind.cells(object, Written.context.now).count == kind.columns.count,
                "\(kind.kind)")
        }
    }
}
