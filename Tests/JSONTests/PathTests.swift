import JSON
import Testing

@Suite struct PathTests {
    @Test(
        arguments: [
            ("", []), ("spec", [.key("spec")]),
            ("spec.ports[0].port", [.key("spec"), .key("ports"), .index(0), .key("port")]),
            ("[3][4]", [.index(3), .index(4)]),
            (
                "metadata.labels[\"kubernetes.io/name\"].x",
                [.key("metadata"), .key("labels"), .key("kubernetes.io/name"), .key("x")]
            ),
            ("a[\"]\\\"\"]", [.key("a"), .key("]\"")]),
            ("[\"\"]", [.key("")]),
        ] as [(String, [JSONPath.Component])])
    func `a path is printed and read back`(text: String, components: [JSONPath.Component]) {
        let path = JSONPath(components)
        #expect(path.description == text)
        #expect(JSONPath(text) == path)
    }

    @Test(arguments: [".a", "a.", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a]b", "a[0]b", "a b"])
    func `what is no path is not read`(text: String) {
        #expect(JSONPath(text) == nil)
    }

    @Test func `a value knows its path`() throws {
        let root = try parse(#"{"a": [[], {"b": {"x/y": 1, "z": [0, 1, 2]}}], "c": 2}"#)
        #expect(root.path.description == "")
        #expect(root["a"]?[1]?["b"]?["x/y"]?.path.description == "a[1].b[\"x/y\"]")
        #expect(root["a"]?[1]?["b"]?["z"]?[2]?.path.description == "a[1].b.z[2]")
        #expect(root["c"]?.path.description == "c")
        let inner = try #require(root["a"]?[1])
        #expect(inner["b"]?["z"]?[0]?.path(from: inner).description == "b.z[0]")
    }

    @Test func `a path leads to its value`() throws {
        let root = try parse(#"{"a": [[], {"b": true}]}"#)
        #expect(root[try #require(JSONPath("a[1].b"))]?.bool == true)
        #expect(root[try #require(JSONPath("a[2].b"))] == nil)
    }
}
