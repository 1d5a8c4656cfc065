import APIMachinery
import ControlPlaneTesting
import ControllerRuntime
import GarbageCollector
import JSON
import Testing

@Suite struct GarbageCollectorTests {
    /// A config map, owned by others.
    private func configMap(
        _ name: String, owners: [(APIObject, blocks: Bool)] = [], finalizers: [String] = []
    ) -> APIObject {
        var object = APIObject(["apiVersion": "v1", "kind": "ConfigMap"])
        object.name = name
        object.finalizers = finalizers
        object.ownerReferences = owners.map { owner in
            [
                "apiVersion": "v1", "kind": "ConfigMap", "name": .string(owner.0.name),
                "uid": .string(owner.0.uid), "blockOwnerDeletion": .bool(owner.blocks),
            ]
        }
        return object
    }

    private func names(_ test: TestCluster) async throws -> Set<String> {
        Set(
            try await test.list(.configMaps, "default").map(\.name)
                .filter { $0 != "kube-root-ca.crt" })
    }

    @Test func `what belonged to a deleted object goes, and what belongs to that`() async throws {
        let test = try await TestCluster.start()
        let a = try await test.create(configMap("a"))
        let other = try await test.create(configMap("other"))
        let b = try await test.create(configMap("b", owners: [(a, false)]))
        _ = try await test.create(configMap("c", owners: [(b, false)]))
        _ = try await test.create(configMap("shared", owners: [(a, false), (other, false)]))
        test.run(GarbageCollector(test.context()))
        try await test.cluster.delete(.configMaps, namespace: "default", name: "a")
        try await test.eventually("b and c go") {
            try await names(test) == ["other", "shared"]
        }
        try await test.eventually("shared belongs to other alone") {
            let shared = try await test.cluster.get(
                .configMaps, namespace: "default", name: "shared")
            return shared.ownerReferences.map { $0["name"]?.string } == ["other"]
        }
    }

    @Test func `what names an owner that is not there goes`() async throws {
        let test = try await TestCluster.start()
        test.run(GarbageCollector(test.context()))
        var nobody = configMap("nobody")
        nobody.uid = "00000000-0000-4000-8000-000000000001"
        let other = try await test.create(configMap("other"))
        // An owner of this name is there, under another id.
        var namesake = other
        namesake.uid = "00000000-0000-4000-8000-000000000002"
        _ = try await test.create(configMap("x", owners: [(nobody, false)]))
        _ = try await test.create(configMap("y", owners: [(namesake, false)]))
        try await test.eventually("x and y go") { try await names(test) == ["other"] }
    }

    @Test func `foreground deletion waits for what blocks it`() async throws {
        let test = try await TestCluster.start()
        test.run(GarbageCollector(test.context()))
        let a = try await test.create(configMap("a"))
        _ = try await test.create(
            configMap("held", owners: [(a, true)], finalizers: ["example.com/hold"]))
        _ = try await test.create(configMap("free", owners: [(a, false)]))
        try await test.cluster.delete(
            .configMaps, namespace: "default", name: "a", Deletion(propagation: "Foreground"))
        try await test.eventually("free goes, held is being deleted") {
            let held = try await test.cluster.get(
                .configMaps, namespace: "default", name: "held")
            return try await names(test) == ["a", "held"] && held.deletionTimestamp != nil
        }
        try await test.cluster.patch(
            .configMaps, namespace: "default", name: "held", ["metadata": ["finalizers": nil]])
        try await test.eventually("nothing is left") { try await names(test).isEmpty }
    }

    @Test func `orphaning leaves dependents without their owner`() async throws {
        let test = try await TestCluster.start()
        test.run(GarbageCollector(test.context()))
        let a = try await test.create(configMap("a"))
        _ = try await test.create(configMap("b", owners: [(a, true)]))
        try await test.cluster.delete(
            .configMaps, namespace: "default", name: "a", Deletion(propagation: "Orphan"))
        try await test.eventually("a goes, b stays") { try await names(test) == ["b"] }
        let b = try await test.cluster.get(.configMaps, namespace: "default", name: "b")
        #expect(b.ownerReferences.isEmpty)
        #expect(b.deletionTimestamp == nil)
    }

    @Test func `what was deleted while nobody looked is seen at the start`() async throws {
        let test = try await TestCluster.start()
        let a = try await test.create(configMap("a"))
        _ = try await test.create(configMap("b", owners: [(a, false)]))
        try await test.cluster.delete(.configMaps, namespace: "default", name: "a")
        #expect(try await names(test) == ["b"])
        test.run(GarbageCollector(test.context()))
        try await test.eventually("b goes") { try await names(test).isEmpty }
    }

    @Test func `an owner in another namespace is none, and an event says so`() async throws {
        let test = try await TestCluster.start()
        test.run(GarbageCollector(test.context()))
        var far = configMap("far")
        far.namespace = "kube-system"
        let owner = try await test.create(far)
        _ = try await test.create(configMap("near", owners: [(owner, false)]))
        try await test.eventually("near goes") { try await names(test).isEmpty }
        try await test.eventually("an event says so") {
            try await test.events(about: "near")
                .contains { $0.hasPrefix("OwnerRefInvalidNamespace") }
        }
    }
}
