import EndpointSliceController
import KubernetesAPI
import Testing

@Suite struct SliceChangesTests {
    private static func slice(
        _ name: String, _ addresses: [String], owner: String = "u",
        family: EndpointSlice.AddressType = .ipv4
    ) -> EndpointSlice {
        var metadata = ObjectMeta(name: name, namespace: "default")
        metadata.ownerReferences = [
            OwnerReference(apiVersion: "v1", kind: "Service", name: "web", uid: owner)
        ]
        return EndpointSlice(
            metadata: metadata, addressType: family,
            endpoints: addresses.map { Endpoint(addresses: [$0]) })
    }

    private func changes(
        _ existing: [EndpointSlice], _ wanted: [EndpointSlice]
    ) -> (created: [String], updated: [String], deleted: [String]) {
        let changes = SliceChanges(from: existing, to: wanted, owner: "u")
        return (
            changes.creations.flatMap { $0.endpoints.flatMap(\.addresses) },
            changes.updates.map(\.metadata.name), changes.deletions.map(\.metadata.name)
        )
    }

    @Test func `what is as it should be is not written`() {
        let slices = [Self.slice("a", ["10.0.0.1"])]
        #expect(SliceChanges(from: slices, to: slices, owner: "u").isEmpty)
    }

    @Test func `what is new takes the place of what is not wanted`() {
        let (created, updated, deleted) = changes(
            [Self.slice("a", []), Self.slice("b", ["10.0.0.1"])],
            [Self.slice("b", ["10.0.0.1"]), Self.slice("", ["10.0.0.2"])])
        #expect(created.isEmpty)
        #expect(updated == ["a"])
        #expect(deleted.isEmpty)
    }

    @Test func `slices of another family or owner are not taken over`() {
        let (created, updated, deleted) = changes(
            [Self.slice("a", [], family: .ipv6), Self.slice("b", [], owner: "before")],
            [Self.slice("", ["10.0.0.2"])])
        #expect(created == ["10.0.0.2"])
        #expect(updated.isEmpty)
        #expect(deleted == ["a", "b"])
    }
}
