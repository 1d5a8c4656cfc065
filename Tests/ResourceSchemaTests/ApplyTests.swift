import APIMachinery
import JSON
import ResourceSchema
import Testing

@Suite struct ApplyTests {
    private static let now = Timestamp(microseconds: 1_767_225_600_000_000)
    private let table = SchemaTable.kubernetes

    private func manager(_ name: String, applies: Bool = true, sub: String = "") -> FieldManager {
        FieldManager(name: name, applies: applies, apiVersion: "v1", subresource: sub)
    }

    private func map(_ data: JSON?) -> APIObject {
        var object = APIObject(["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": "a"]])
        object["data"] = data
        return object
    }

    private func apply(
        _ data: JSON?, _ live: APIObject?, _ name: String, force: Bool = false
    ) throws -> APIObject {
        try table.apply(
            map(data), to: live, as: "core.v1.ConfigMap", by: manager(name),
            now: ApplyTests.now, isForced: force)
    }

    /// Who owns which keys of `data`.
    private func owners(_ object: APIObject) -> [String: [String]] {
        var result: [String: [String]] = [:]
        for entry in object["metadata", "managedFields"]?.array ?? [] {
            let data = entry["fieldsV1"]?["f:data"]?.object
            result[entry["manager"]?.string ?? ""] = data?.keys ?? []
        }
        return result
    }

    @Test func `who applies owns what the configuration names`() throws {
        let first = try apply(["x": "1", "y": "1"], nil, "m1")
        #expect(owners(first) == ["m1": ["f:x", "f:y"]])
        #expect(try apply(["x": "1", "y": "1"], first, "m1") == first)
        let second = try apply(["z": "1"], first, "m2")
        #expect(second["data"] == ["x": "1", "y": "1", "z": "1"])
        #expect(owners(second) == ["m1": ["f:x", "f:y"], "m2": ["f:z"]])
    }

    @Test func `what another owns is a conflict unless it is forced`() throws {
        let live = try apply(["x": "1", "y": "1"], nil, "m1")
        let status = #expect(throws: APIStatus.self) { try apply(["x": "2"], live, "m2") }
        let found = try #require(status)
        #expect(found.code == 409)
        #expect(found.message == "Apply failed with 1 conflict: conflict with \"m1\": .data.x")
        let forced = try apply(["x": "2"], live, "m2", force: true)
        #expect(forced["data"] == ["x": "2", "y": "1"])
        #expect(owners(forced) == ["m1": ["f:y"], "m2": ["f:x"]])
        let shared = try apply(["x": "2", "y": "1"], forced, "m1")
        #expect(owners(shared) == ["m1": ["f:x", "f:y"], "m2": ["f:x"]])
    }

    @Test func `what is left out goes, unless another owns it too`() throws {
        let live = try apply(["x": "1", "y": "1"], nil, "m1")
        let shared = try apply(["x": "1"], live, "m2")
        let rest = try apply(nil, shared, "m1")
        #expect(rest["data"] == ["x": "1"])
        #expect(owners(rest) == ["m2": ["f:x"]])
        #expect(try apply(nil, rest, "m2")["data"] == nil)
    }

    @Test func `an update takes over what it changes`() throws {
        let live = try apply(["x": "1", "y": "1"], nil, "m1")
        var new = live
        new["data", "x"] = "9"
        new["data", "u"] = "1"
        new["metadata", "managedFields"] = try table.managedFields(
            afterUpdating: live, to: new, as: "core.v1.ConfigMap",
            by: manager("upd", applies: false), now: ApplyTests.now)
        #expect(owners(new) == ["m1": ["f:y"], "upd": ["f:u", "f:x"]])
        let status = #expect(throws: APIStatus.self) { try apply(["x": "1", "u": "2"], new, "m1") }
        #expect(
            try #require(status).message
                == "Apply failed with 2 conflicts: conflicts with \"upd\" using v1:\n"
                + "- .data.u\n- .data.x")
    }

    @Test func `elements of lists have owners by their keys`() throws {
        func service(_ ports: JSON) -> APIObject {
            APIObject([
                "kind": "Service", "apiVersion": "v1", "metadata": ["name": "s"],
                "spec": ["ports": ports],
            ])
        }
        let type = "core.v1.Service"
        let live = try table.apply(
            service([["port": 80, "name": "a"]]), to: nil, as: type, by: manager("m1"),
            now: ApplyTests.now)
        #expect(
            live["metadata", "managedFields"]?.array?.first?["fieldsV1"]?.description
                == #"{"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"#
                + #""f:name":{},"f:port":{}}}}}"#)
        let both = try table.apply(
            service([["port": 80, "protocol": "UDP", "name": "u"]]), to: live, as: type,
            by: manager("m2"), now: ApplyTests.now)
        #expect(both["spec", "ports"]?.array?.map { $0["name"] } == ["a", "u"])
        let without = try table.apply(
            service([]), to: both, as: type, by: manager("m1"), now: ApplyTests.now)
        #expect(without["spec", "ports"]?.array?.map { $0["name"] } == ["u"])
    }

    @Test func `a configuration that doesn't fit is 500`() throws {
        for spec: JSON in [
            ["bogus": 1], ["ports": [["port": 80], ["port": 80]]], ["ports": "x"],
        ] {
            let object = APIObject([
                "kind": "Service", "apiVersion": "v1", "metadata": ["name": "s"], "spec": spec,
            ])
            let status = #expect(throws: APIStatus.self) {
                try table.apply(
                    object, to: nil, as: "core.v1.Service", by: manager("m"), now: ApplyTests.now)
            }
            #expect(try #require(status).code == 500)
        }
    }
}
