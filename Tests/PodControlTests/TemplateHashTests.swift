import JSON
import PodControl
import Testing

struct TemplateHashTests {
    static let template: JSON = [
        "metadata": ["labels": ["app": "web", "tier": "front"]],
        "spec": ["containers": [["name": "c", "image": "app:v1"]]],
    ]

    @Test func `The order of members does not matter, that of elements does`() {
        let other: JSON = [
            "spec": ["containers": [["image": "app:v1", "name": "c"]]],
            "metadata": ["labels": ["tier": "front", "app": "web"]],
        ]
        #expect(TemplateHash.of(other) == TemplateHash.of(Self.template))
        #expect(TemplateHash.of(["a": [1, 2]]) != TemplateHash.of(["a": [2, 1]]))
    }

    /// Names of ReplicaSets in clusters that there are hang on it.
    @Test func `It is the same in every version`() {
        #expect(TemplateHash.of(Self.template) == "6499d6bd59")
        #expect(TemplateHash.of(Self.template, collisions: 0) == "5ff8d5f5d7")
        #expect(TemplateHash.of(Self.template, collisions: 1) == "b8fc865c8")
    }

    @Test func `It may stand in names`() {
        for number in 0..<1000 {
            let hash = TemplateHash.of(["n": .int(number)])
            #expect(hash.allSatisfy("bcdfghjklmnpqrstvwxz2456789".contains))
            #expect((1...10).contains(hash.count))
        }
    }
}
