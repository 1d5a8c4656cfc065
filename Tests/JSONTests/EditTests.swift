import JSON
import Testing

@Suite struct EditTests {
    /// The text after an edit; nil when the edit says that it did nothing.
    private func edited(
        _ text: String, _ path: String, _ edit: (inout JSON, JSONPath) -> Bool
    ) throws -> String? {
        var json = JSON(try parse(text))
        let isDone = edit(&json, try #require(JSONPath(path)))
        if !isDone { #expect(json.description == text) }
        return isDone ? json.description : nil
    }

    @Test(arguments: [
        ("{\"a\":1}", "a", "{\"a\":true}"), ("{\"a\":1}", "b", "{\"a\":1,\"b\":true}"),
        ("{}", "a.b.c", "{\"a\":{\"b\":{\"c\":true}}}"),
        (
            "{\"a\":[1,2]}", "a[1]",
            "{\"a\":[1,true]}"
        ),
        ("{\"a\":[1]}", "a[1]", "{\"a\":[1,true]}"),
        (
            "{\"a\":null}", "a[0].b",
            "{\"a\":[{\"b\":true}]}"
        ),
        ("[1]", "", "true"),
    ])
    func `a value is set where a path leads`(text: String, path: String, expected: String) throws {
        #expect(try edited(text, path) { $0.set(true, at: $1) } == expected)
    }

    @Test(arguments: [
        ("{\"a\":1}", "a.b"), ("{\"a\":[1]}", "a[2]"), ("{\"a\":{}}", "a[0]"),
        ("[1]", "a"),
    ])
    func `what can't be set changes nothing`(text: String, path: String) throws {
        #expect(try edited(text, path) { $0.set(true, at: $1) } == nil)
    }

    @Test(arguments: [
        ("{\"a\":1,\"b\":2}", "a", "{\"b\":2}"), ("{\"a\":[1,2,3]}", "a[1]", "{\"a\":[1,3]}"),
        ("{\"a\":{\"b\":[{}]}}", "a.b[0]", "{\"a\":{\"b\":[]}}"),
    ])
    func `a value is removed`(text: String, path: String, expected: String) throws {
        #expect(try edited(text, path) { $0.remove(at: $1) } == expected)
    }

    @Test(arguments: [("{\"a\":1}", "b"), ("{\"a\":[1]}", "a[1]"), ("{\"a\":1}", "")])
    func `what isn't there can't be removed`(text: String, path: String) throws {
        #expect(try edited(text, path) { $0.remove(at: $1) } == nil)
    }

    @Test func `members are set and removed by key`() {
        var json: JSON = ["a": 1]
        json["b"] = ["x", nil, false]
        json["a"] = 2
        #expect(json.description == #"{"a":2,"b":["x",null,false]}"#)
        json["a"] = nil
        #expect(json.object?.keys == ["b"])
        #expect(json["b"]?.array?.count == 3)
        #expect(json["b"]?.array?.first?.string == "x")
    }
}
