import APIMachinery
import JSON
import ObjectStore
import Testing
import WatchCache

@Suite struct CachedObjectTests {
    @Test func `the revision is set into the bytes, and everything else stays as it was`() throws {
        let bytes = stored("ns/web", uid: "abc", labels: ["a": "b"], data: "x\"y")
        let object = try CachedObject(path: "ns/web", revision: Revision(17), stored: bytes)
        var tree = object.object()
        #expect(tree.resourceVersion == "17")
        tree["metadata", "resourceVersion"] = nil
        #expect(tree.json.serialized() == bytes)
        #expect(object.stored == bytes)
        #expect(object.namespace == "ns")
        #expect(object.name == "web")
        #expect(object.uid == "abc")
        #expect(object.labels == ["a": "b"])
    }

    @Test(arguments: [
        #"{"metadata":{"uid":"u","name":"a"},"kind":"K","apiVersion":"v1","x":{"y":[1]}}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"3","uid":"u"}}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{"name":"a"}}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{}}"#,
        #"{"kind":"K"}"#,
    ])
    func `an object laid out otherwise gets its revision too`(text: String) throws {
        let object = try CachedObject(
            path: "a", revision: Revision(9), stored: Array(text.utf8))
        #expect(object.object().resourceVersion == "9")
        #expect(object.object().kind == "K")
        let item = try JSON(parsing: [UInt8(ascii: "{")] + object.item)
        #expect(item["kind"] == nil)
        #expect(item["metadata"]?["resourceVersion"] == "9")
    }

    @Test(arguments: [
        #"{"apiVersion":"v1","kind":"K","metadata":{"name":"a","labels":{"uid":"x}"},"uid":"u"}}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{"n":[{"uid":"}]"}],"b":true,"uid":"u"},"x":1}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{"name":"a\"uid","uid":"u","z":null}}"#,
    ])
    func `the uid is found wherever metadata has it`(text: String) throws {
        let object = try CachedObject(
            path: "a", revision: Revision(9), stored: Array(text.utf8))
        #expect(object.stored == Array(text.utf8))
        #expect(object.object().resourceVersion == "9")
        #expect(object.uid == "u")
        #expect(object.restamped(Revision(1000)).uid == "u")
        #expect(try JSON(parsing: object.metadataBytes)["uid"] == "u")
    }

    @Test(arguments: ["", "[]", "{", "\"x\"", "{\"kind\":\"K\",\"apiVersion\":\"v1\",\"meta"])
    func `what is no object is corrupt`(text: String) {
        #expect(throws: StoreError.self) {
            try CachedObject(path: "a", revision: Revision(1), stored: Array(text.utf8))
        }
    }

    @Test func `an object under another revision differs in that alone`() throws {
        let first = try CachedObject(
            path: "ns/a", revision: Revision(9), stored: stored("ns/a", uid: "abc"))
        for number: UInt64 in [1, 10, 12345] {
            let second = first.restamped(Revision(number))
            #expect(second.revision == Revision(number))
            #expect(second.object().resourceVersion == String(number))
            #expect(second.stored == first.stored)
            #expect(second.uid == "abc")
            #expect(second.restamped(Revision(9)).bytes == first.bytes)
        }
    }

    @Test func `the outline has the plain values of the first two levels`() throws {
        let text = """
            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","uid":"u","labels":{"x":"y"}},\
            "type":"T","spec":{"nodeName":"n","on":true,"list":[1],"deep":{"x":1}}}
            """
        let object = try CachedObject(
            path: "a", revision: Revision(1), stored: Array(text.utf8))
        #expect(object.outline["spec"] == ["nodeName": "n", "on": true])
        #expect(object.outline["type"] == "T")
        #expect(object.outline["metadata", "labels"] == nil)
    }
}
