import APIMachinery
import JSON
import ObjectStore
import Testing
import WatchCache

/// Objects as servers send them, in whatever order.
@Suite struct ServedObjectTests {
    static let layouts = [
        // As ours does.
        #"{"kind":"K","apiVersion":"v1","metadata":{"name":"a","namespace":"n","#
            + #""resourceVersion":"7","uid":"u"},"spec":{}}"#,
        // As upstream does.
        #"{"kind":"K","apiVersion":"v1","metadata":{"name":"a","namespace":"n","uid":"u","#
            + #""resourceVersion":"7"},"spec":{}}"#,
        #"{"kind":"K","apiVersion":"v1","metadata":{"resourceVersion":"7","name":"a","#
            + #""namespace":"n","uid":"u"},"spec":{}}"#,
        // An item of a list.
        #"{"metadata":{"name":"a","namespace":"n","uid":"u","resourceVersion":"7","#
            + #""labels":{"resourceVersion":"1"}},"spec":{}}"#,
        // As nobody does.
        #"{"spec":{},"metadata":{"uid":"u","namespace":"n","resourceVersion":"7","name":"a"},"#
            + #""apiVersion":"v1","kind":"K"}"#,
        #"{ "kind": "K", "apiVersion": "v1", "metadata": { "name": "a", "namespace": "n", "#
            + #""uid": "u", "resourceVersion": "7" }, "spec": {} }"#,
    ]

    @Test(arguments: layouts)
    func `An object is the same however it was written`(text: String) throws {
        let value = try JSONDocument(parsing: Array(text.utf8)).root
        let object = try #require(CachedObject(served: value, apiVersion: "v1", kind: "K"))
        #expect(object.path == "n/a")
        #expect(object.uid == "u")
        #expect(object.revision == Revision(7))
        let shown = object.object()
        #expect(shown.kind == "K")
        #expect(shown.apiVersion == "v1")
        #expect(shown.resourceVersion == "7")
        #expect(shown["spec"] == [:])
        #expect(String(decoding: object.stored, as: UTF8.self).contains(#""7""#) == false)
    }

    @Test(arguments: [
        #"{"metadata":{"name":"a"}}"#, #"{"metadata":{"name":"a","resourceVersion":"x"}}"#,
        #"{"metadata":{"resourceVersion":"1"}}"#, "{}", "[]", "null",
    ])
    func `What is no object of a server is none`(text: String) throws {
        let value = try JSONDocument(parsing: Array(text.utf8)).root
        #expect(CachedObject(served: value, apiVersion: "v1", kind: "K") == nil)
    }
}
