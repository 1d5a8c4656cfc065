import APIMachinery
import JSON
import Testing

@Suite struct NameRuleTests {
    @Test(arguments: ["a", "a-b", "0", "a1", String(repeating: "a", count: 63)])
    func `labels of DNS are right`(text: String) {
        #expect(NameRules.isDNS1123Label(text).isEmpty)
        #expect(NameRules.isDNS1123Subdomain(text + "." + text).isEmpty)
    }

    @Test(arguments: ["", "-a", "a-", "A", "a_b", "ä", "a..b", ".", "a b"])
    func `what is no name is refused`(text: String) {
        #expect(!NameRules.isDNS1123Label(text).isEmpty)
        #expect(!NameRules.isDNS1123Subdomain(text).isEmpty)
        #expect(!NameRules.isDNS1035Label(text).isEmpty)
    }

    @Test func `a label with dots is told so`() {
        #expect(NameRules.isDNS1123Label("a.b") == ["must not contain dots"])
    }

    @Test func `a long name is told how long it may be`() {
        let text = String(repeating: "a", count: 254)
        #expect(NameRules.isDNS1123Subdomain(text) == ["must be no more than 253 characters"])
        #expect(
            NameRules.isValidLabelValue(String(repeating: "a", count: 64))
                == ["must be no more than 63 bytes"])
    }

    @Test(arguments: [
        ("a", true), ("a.io/b", true), ("a/b/c", false), ("/b", false), ("a/", false),
        ("A_b.c", true), ("-a", false), ("A/b", false),
    ])
    func `keys of labels have an optional prefix`(text: String, isRight: Bool) {
        #expect(NameRules.isQualifiedName(text).isEmpty == isRight)
    }

    @Test func `an example stands in the message`() {
        #expect(
            NameRules.isValidPercent("x") == [
                "a valid percent string must be a numeric string followed by an ending '%' "
                    + "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
            ])
    }

    @Test func `a generated name may end with a hyphen before its suffix`() {
        #expect(NameRule.subdomain.faults("web-", isPrefix: true).isEmpty)
        #expect(!NameRule.subdomain.faults("web-").isEmpty)
        #expect(NameRule.pathSegment.faults("system:x").isEmpty)
        #expect(NameRule.pathSegment.faults("a/b") == ["may not contain '/'"])
    }
}

@Suite struct MetadataValidationTests {
    private func object(_ metadata: JSON) -> APIObject { APIObject(["metadata": metadata]) }

    private func fields(_ metadata: JSON, namespaced: Bool = true) -> [String] {
        MetadataValidation.validate(
            object(metadata), rule: .subdomain, isNamespaced: namespaced
        ).map(\.field)
    }

    @Test func `metadata that is right has no mistakes`() {
        #expect(
            fields([
                "name": "a", "namespace": "b", "labels": ["x": "y"],
                "annotations": ["e.com/X": "any thing"], "finalizers": ["e.com/f", "orphan"],
            ]).isEmpty)
    }

    @Test func `each mistake names its field`() {
        #expect(fields(["namespace": "b"]) == ["metadata.name"])
        #expect(fields(["name": "a"]) == ["metadata.namespace"])
        #expect(
            fields(["name": "a", "namespace": "b"], namespaced: false) == ["metadata.namespace"])
        #expect(
            fields(["name": "a", "namespace": "b", "finalizers": ["nodomain"]])
                == ["metadata.finalizers[0]"])
        #expect(
            fields(["name": "a", "namespace": "b", "labels": ["a b": "c d"]])
                == ["metadata.labels", "metadata.labels"])
        #expect(
            fields([
                "name": "a", "namespace": "b",
                "ownerReferences": [["apiVersion": "v1", "kind": "", "name": "", "uid": ""]],
            ]) == [
                "metadata.ownerReferences.kind", "metadata.ownerReferences.name",
                "metadata.ownerReferences.uid",
            ])
    }

    @Test func `what may not change is told twice, as upstream does`() {
        let old = object(["name": "a", "uid": "1", "resourceVersion": "5"])
        let new = object(["name": "a", "uid": "2", "resourceVersion": "5"])
        let mistakes = MetadataValidation.validateUpdate(new, old)
        #expect(mistakes.map(\.field) == ["metadata.uid", "metadata.uid"])
        #expect(mistakes.first?.message == "Invalid value: \"2\": field is immutable")
        #expect(MetadataValidation.validateUpdate(old, old).isEmpty)
    }

    @Test func `an object on its way out takes no finalizers`() {
        let time: JSON = "2026-01-01T00:00:00Z"
        let old = object(["name": "a", "resourceVersion": "5", "deletionTimestamp": time])
        var new = old
        new.finalizers = ["e.com/c"]
        #expect(
            MetadataValidation.validateUpdate(new, old).first?.message
                == "Forbidden: no new finalizers can be added if the object is being deleted, "
                + "found new finalizers []string{\"e.com/c\"}")
    }

    @Test func `random names and ids look as they must`() {
        for _ in 0..<100 {
            #expect(NameRules.isDNS1123Label("a" + RandomText.suffix()).isEmpty)
            let id = Array(UUID.text())
            #expect(id.count == 36)
            #expect(id[14] == "4")
            #expect("89ab".contains(id[19]))
        }
    }
}
