import JSON
import KubernetesProtobuf
import Testing

@Suite struct KubernetesProtobufTests {
    @Test(arguments: try Vector.all())
    func `a body of kubectl is the object that kubectl prints`(vector: Vector) throws {
        var object = try KubernetesProtobuf.object(vector.bytes)
        // What `create` prints with --dry-run has no namespace, what it sends has.
        if vector.object["metadata"]?["namespace"] == nil {
            object.update("metadata", removing: "namespace")
        }
        #expect(object.withoutEmpties == vector.object.withoutEmpties)
    }

    @Test(arguments: try Vector.all())
    func `a body that is cut anywhere is no crash`(vector: Vector) throws {
        for count in vector.bytes.indices {
            let cut = Array(vector.bytes.prefix(count))
            // A cut between two fields leaves a smaller object, elsewhere an error.
            _ = try? KubernetesProtobuf.object(cut)
        }
        #expect(throws: ProtobufError.self) {
            try KubernetesProtobuf.object(Array(vector.bytes.prefix(3)))
        }
    }

    @Test func `random bytes behind the prefix are an error or an object`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<200, using: &generator)
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? KubernetesProtobuf.object([0x6b, 0x38, 0x73, 0] + noise)
        }
    }

    @Test func `times, quantities, ports and raw JSON are written as JSON has them`() throws {
        // meta.v1.ObjectMeta: creationTimestamp 8 {seconds 1}
        let metadata: [UInt8] = [0x42, 2, 0x08, 1]
        let lease = Body(
            kind: "Lease", apiVersion: "coordination.k8s.io/v1",
            raw: [0x0a, UInt8(metadata.count)] + metadata
                // spec.renewTime 4 {seconds 2, nanos 3000}
                + [0x12, 7, 0x22, 5, 0x08, 2, 0x10, 0xb8, 0x17])
        let object = try KubernetesProtobuf.object(lease.bytes)
        #expect(object["metadata"]?["creationTimestamp"] == "1970-01-01T00:00:01Z")
        #expect(object["spec"]?["renewTime"] == "1970-01-01T00:00:02.000003Z")
    }

    @Test func `fields that stand among the outer ones do so`() throws {
        // PersistentVolume.spec.persistentVolumeSource.hostPath.path
        let body = Body(
            kind: "PersistentVolume", apiVersion: "v1",
            raw: [0x12, 8, 0x12, 6, 0x1a, 4, 0x0a, 2, 0x2f, 0x78])
        let object = try KubernetesProtobuf.object(body.bytes)
        #expect(object["spec"]?["hostPath"]?["path"] == "/x")
    }

    @Test(arguments: [
        ("DeleteOptions", "v1"), ("DeleteOptions", "apps/v1"), ("Eviction", "policy/v1"),
        ("Binding", "v1"), ("Scale", "autoscaling/v1"), ("Event", "events.k8s.io/v1"),
        ("TokenReview", "authentication.k8s.io/v1"), ("Node", "v1"),
        ("ClusterRole", "rbac.authorization.k8s.io/v1"), ("CSINode", "storage.k8s.io/v1"),
    ])
    func `a kind is found in its group`(kind: String, apiVersion: String) throws {
        let object = try KubernetesProtobuf.object(
            Body(kind: kind, apiVersion: apiVersion, raw: []).bytes)
        #expect(object["kind"]?.string == kind)
        #expect(object["apiVersion"]?.string == apiVersion)
    }

    @Test(arguments: [
        Body(kind: "Nothing", apiVersion: "v1", raw: []),
        Body(kind: "Pod", apiVersion: "v9", raw: []),
        // A length beyond the end, an eleven-byte number, an unknown wire type, a text not UTF-8.
        Body(kind: "Pod", apiVersion: "v1", raw: [0x0a, 0x7f]),
        Body(kind: "Pod", apiVersion: "v1", raw: [0x08] + Array(repeating: 0xff, count: 11)),
        Body(kind: "Pod", apiVersion: "v1", raw: [0x0f]),
        Body(kind: "Pod", apiVersion: "v1", raw: [0x0a, 3, 0x0a, 1, 0xff]),
        // A text where a message belongs, a number where a text belongs.
        Body(kind: "Pod", apiVersion: "v1", raw: [0x08, 1]),
        Body(kind: "Pod", apiVersion: "v1", raw: [0x0a, 2, 0x08, 1]),
    ])
    func `what is no message is an error`(body: Body) {
        #expect(throws: ProtobufError.self) { try KubernetesProtobuf.object(body.bytes) }
    }
}

/// A body of short parts.
struct Body: Sendable {
    var kind: String
    var apiVersion: String
    var raw: [UInt8]

    var bytes: [UInt8] {
        func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(content.count)] + content
        }
        let type = field(1, Array(apiVersion.utf8)) + field(2, Array(kind.utf8))
        return [0x6b, 0x38, 0x73, 0] + field(1, type) + field(2, raw)
    }
}

extension JSON {
    mutating func update(_ key: String, removing inner: String) {
        guard var value = self[key] else { return }
        value[inner] = nil
        self[key] = value
    }
}
