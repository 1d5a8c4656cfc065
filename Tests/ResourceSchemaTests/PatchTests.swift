import APIMachinery
import JSON
import ResourceSchema
import Testing

@Suite struct PatchTests {
    private func json(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

    @Test(arguments: [
        (#"{"a":1,"b":2}"#, #"{"b":null,"c":3}"#, #"{"a":1,"c":3}"#),
        (#"{"a":{"b":1}}"#, #"{"a":{"c":{"d":null,"e":1}}}"#, #"{"a":{"b":1,"c":{"e":1}}}"#),
        (#"{"a":[1,2]}"#, #"{"a":[3]}"#, #"{"a":[3]}"#),
        (#"{"a":1}"#, #"{"a":{"b":null}}"#, #"{"a":{}}"#),
        (#"{"a":1}"#, "[1]", "[1]"),
    ])
    func `a merge patch merges`(object: String, patch: String, expected: String) throws {
        #expect(try MergePatch.apply(json(patch), to: json(object)).description == expected)
    }

    @Test(arguments: [
        (#"[{"op":"add","path":"/b","value":2}]"#, #"{"a":[1,2],"b":2}"#),
        (#"[{"op":"add","path":"/a/0","value":0}]"#, #"{"a":[0,1,2]}"#),
        (#"[{"op":"add","path":"/a/-","value":3}]"#, #"{"a":[1,2,3]}"#),
        (#"[{"op":"remove","path":"/a/0"}]"#, #"{"a":[2]}"#),
        (#"[{"op":"replace","path":"/a/1","value":9}]"#, #"{"a":[1,9]}"#),
        (#"[{"op":"replace","path":"/new","value":9}]"#, #"{"a":[1,2],"new":9}"#),
        (#"[{"op":"copy","from":"/a/0","path":"/b"}]"#, #"{"a":[1,2],"b":1}"#),
        (#"[{"op":"move","from":"/a","path":"/b"}]"#, #"{"b":[1,2]}"#),
        (#"[{"op":"test","path":"/a","value":[1,2]}]"#, #"{"a":[1,2]}"#),
        (#"[{"op":"add","path":"/x~1y~0z","value":1}]"#, #"{"a":[1,2],"x/y~z":1}"#),
        ("[]", #"{"a":[1,2]}"#),
    ])
    func `a JSON patch is applied`(patch: String, expected: String) throws {
        let object: JSON = ["a": [1, 2]]
        #expect(try JSONPatch.apply(json(patch), to: object).description == expected)
    }

    @Test(arguments: [
        #"[{"op":"test","path":"/a","value":[2,1]}]"#, #"[{"op":"remove","path":"/nope"}]"#,
        #"[{"op":"frob","path":"/a"}]"#, #"[{"op":"add","path":"/x/y","value":1}]"#,
        #"[{"op":"replace","path":"/a/7","value":1}]"#, #"[{"op":"add","path":"a","value":1}]"#,
        #"[{"op":"move","from":"/nope","path":"/a"}]"#, #"[{"op":"remove","path":"/a/x"}]"#,
        #"[{"op":"test","path":"/nope","value":1}]"#,
    ])
    func `a JSON patch that can't be applied is 422`(patch: String) throws {
        let status = #expect(throws: APIStatus.self) {
            try JSONPatch.apply(json(patch), to: ["a": [1, 2]])
        }
        #expect(try #require(status).code == 422)
    }

    @Test(arguments: [#"{"op":"add"}"#, "[1]", "3"])
    func `what is no JSON patch is 400`(patch: String) throws {
        let status = #expect(throws: APIStatus.self) { try JSONPatch.apply(json(patch), to: [:]) }
        #expect(try #require(status).code == 400)
    }

    private static let pod =
        #"{"metadata":{"finalizers":["e.com/a"]},"spec":{"volumes":[{"name":"v","emptyDir":{}}],"#
        + #""containers":[{"name":"a","image":"1","args":["x"],"env":[{"name":"A","value":"1"}]},"#
        + #"{"name":"b","image":"2"}],"tolerations":[{"key":"t"}]}}"#

    /// Patch, path, what is there afterwards.
    @Test(arguments: [
        (
            #"{"spec":{"containers":[{"name":"b","image":"9"}]}}"#, "spec.containers",
            #"[{"name":"a","image":"1","args":["x"],"env":[{"name":"A","value":"1"}]},"#
                + #"{"name":"b","image":"9"}]"#
        ),
        (
            #"{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}"#, "spec.containers",
            #"[{"name":"b","image":"2"}]"#
        ),
        (
            #"{"spec":{"containers":[{"name":"c","image":"3"},{"name":"a","$patch":"delete"}]}}"#,
            "spec.containers", #"[{"name":"c","image":"3"},{"name":"b","image":"2"}]"#
        ),
        (
            #"{"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}}"#, "spec.containers",
            #"[{"name":"z"}]"#
        ),
        (
            #"{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"#
                + #""containers":[{"name":"a","$patch":"delete"}]}}"#,
            "spec.containers", #"[{"name":"b","image":"2"}]"#
        ),
        (
            #"{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"n"},{"name":"a"}],"#
                + #""containers":[{"name":"n"},{"name":"a","args":null,"env":null}]}}"#,
            "spec.containers",
            #"[{"name":"b","image":"2"},{"name":"n"},{"name":"a","image":"1"}]"#
        ),
        (
            #"{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"#
                + #""hostPath":{"path":"/h"}}]}}"#,
            "spec.volumes", #"[{"name":"v","hostPath":{"path":"/h"}}]"#
        ),
        (
            #"{"spec":{"tolerations":[{"key":"u"}]}}"#, "spec.tolerations", #"[{"key":"u"}]"#
        ),
        (
            #"{"metadata":{"finalizers":["e.com/b"]}}"#, "metadata.finalizers",
            #"["e.com/b","e.com/a"]"#
        ),
        (
            #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["e.com/a"]}}"#,
            "metadata.finalizers", "[]"
        ),
        (#"{"metadata":{"$patch":"delete"}}"#, "metadata", "{}"),
        (#"{"metadata":{"$patch":"replace","name":"n"}}"#, "metadata", #"{"name":"n"}"#),
    ])
    func `a strategic merge patch merges by key`(
        patch: String, path: String, expected: String
    ) throws {
        let merged = try SchemaTable.kubernetes.strategicMerge(
            json(PatchTests.pod), patch: json(patch), as: "core.v1.Pod")
        let found = merged.field(path.split(separator: ".").map(String.init)[...])
        #expect(try found.map { $0 == (try json(expected)) } == true, "\(found as Any)")
    }

    @Test func `directives in what is new leave nothing`() throws {
        let merged = try SchemaTable.kubernetes.strategicMerge(
            [:], patch: json(#"{"metadata":{"labels":{"$patch":"replace","a":"1"},"name":"n"}}"#),
            as: "core.v1.Pod")
        #expect(merged.description == #"{"metadata":{"name":"n"}}"#)
    }

    @Test(arguments: [
        (
            #"{"spec":{"containers":[{"image":"x"}]}}"#,
            "map: map[image:x] does not contain declared merge key: name", 500
        ),
        (
            #"{"spec":{"containers":[{"name":"a","$patch":"frob"}]}}"#,
            "unknown patch type: frob in map: map[$patch:frob name:a]", 500
        ),
        (
            #"{"spec":{"volumes":[{"name":"v","$retainKeys":["name"],"hostPath":{}}]}}"#,
            "invalid patch format of retainKeys", 400
        ),
        (
            #"{"spec":{"$setElementOrder/containers":1}}"#,
            "invalid patch format of setElementOrder list", 400
        ),
    ])
    func `a directive that makes no sense is told as upstream tells it`(
        patch: String, message: String, code: Int
    ) throws {
        let status = #expect(throws: APIStatus.self) {
            try SchemaTable.kubernetes.strategicMerge(
                json(PatchTests.pod), patch: json(patch), as: "core.v1.Pod")
        }
        #expect(try #require(status).message == message)
        #expect(try #require(status).code == code)
    }
}
