import APIMachinery
import ControllerRuntime
import JSON
import KubernetesAPI
import NetworkAddress

/// The slices that say what an Endpoints object says.
struct MirrorPlan {
    /// What writes the slices, as their label says it.
    static let managedBy = "endpointslicemirroring-controller.k8s.io"
    /// The most addresses of a subset that are mirrored.
    static let most = 1000
    private static let skipLabel = "endpointslice.kubernetes.io/skip-mirror"
    private static let leaderAnnotation = "control-plane.alpha.kubernetes.io/leader"
    private static let appliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration"

    /// Without names where none of the existing slices has the ports and family.
    private(set) var slices: [EndpointSlice] = []
    /// How many addresses are none.
    private(set) var invalid = 0
    /// How many are too many.
    private(set) var skipped = 0

    private struct Key: Hashable {
        var family: AddressFamily
        var ports: [EndpointPort]
    }

    /// Whether an Endpoints object is for others to read.
    static func mirrors(_ meta: MetadataView) -> Bool {
        meta.labels[skipLabel] != "true" && meta.annotations[leaderAnnotation] == nil
    }

    /// The plan for an object.
    init(_ endpoints: APIObject, existing: [EndpointSlice]) {
        var order: [Key] = []
        var members: [Key: [Endpoint]] = [:]
        for subset in endpoints.json["subsets"]?.array ?? [] {
            let ports = (subset["ports"]?.array ?? []).compactMap(Self.port)
            var room = Self.most
            for (field, isReady) in [("addresses", true), ("notReadyAddresses", false)] {
                for address in subset[field]?.array ?? [] {
                    guard let (endpoint, family) = Self.endpoint(address, isReady: isReady) else {
                        invalid += 1
                        continue
                    }
                    guard room > 0 else {
                        skipped += 1
                        continue
                    }
                    room -= 1
                    let key = Key(family: family, ports: ports.sorted(by: Self.precedes))
                    if members[key] == nil { order.append(key) }
                    members[key, default: []].append(endpoint)
                }
            }
        }
        let metadata = Self.metadata(of: endpoints)
        var unused = existing.sorted { $0.metadata.name < $1.metadata.name }
        for key in order {
            var slice = EndpointSlice(
                metadata: metadata, addressType: key.family == .ipv4 ? .ipv4 : .ipv6,
                endpoints: Array((members[key] ?? []).prefix(Self.most)), ports: key.ports)
            let old = unused.firstIndex {
                $0.addressType == slice.addressType
                    && $0.ports.sorted(by: Self.precedes) == key.ports
            }
            if let old {
                slice.metadata.name = unused[old].metadata.name
                slice.ports = unused.remove(at: old).ports
            }
            slices.append(slice)
        }
    }

    private static func metadata(of endpoints: APIObject) -> ObjectMeta {
        var metadata = ObjectMeta(name: "", namespace: endpoints.namespace)
        metadata.labels = endpoints.labels
        metadata.labels[EndpointSlice.serviceNameLabel] = endpoints.name
        metadata.labels[EndpointSlice.managedByLabel] = managedBy
        metadata.annotations = endpoints.annotations
        metadata.annotations[TriggerTimes.annotation] = nil
        metadata.annotations[appliedAnnotation] = nil
        metadata.ownerReferences = [
            OwnerReference(
                apiVersion: "v1", kind: "Endpoints", name: endpoints.name, uid: endpoints.uid,
                controller: true, blockOwnerDeletion: true)
        ]
        return metadata
    }

    private static func port(_ json: JSON) -> EndpointPort? {
        guard let number = json["port"]?.int.flatMap(UInt16.init(exactly:)) else { return nil }
        return EndpointPort(
            name: json["name"]?.string ?? "",
            protocol: json["protocol"]?.string.flatMap(PortProtocol.init) ?? .tcp, port: number,
            appProtocol: json["appProtocol"]?.string)
    }

    private static func endpoint(
        _ json: JSON, isReady: Bool
    ) -> (Endpoint, AddressFamily)? {
        guard let address = json["ip"]?.string.flatMap({ IPAddress($0) }) else { return nil }
        let target = json["targetRef"].map { target in
            KubernetesAPI.ObjectReference(
                kind: target["kind"]?.string ?? "", namespace: target["namespace"]?.string ?? "",
                name: target["name"]?.string ?? "", uid: target["uid"]?.string ?? "")
        }
        let endpoint = Endpoint(
            addresses: [address.description],
            conditions: EndpointConditions(ready: isReady),
            hostname: json["hostname"]?.string, nodeName: json["nodeName"]?.string,
            targetRef: target)
        return (endpoint, address.family)
    }

    private static func precedes(_ left: EndpointPort, _ right: EndpointPort) -> Bool {
        (left.name, left.protocol.rawValue, left.port ?? 0, left.appProtocol ?? "")
            < (right.name, right.protocol.rawValue, right.port ?? 0, right.appProtocol ?? "")
    }
}
