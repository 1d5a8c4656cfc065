import JSON

/// A Node: a machine that runs Pods.
public struct Node: Hashable, Sendable {
    /// Its metadata.
    public var metadata: ObjectMeta
    /// The prefixes that its Pods get addresses from, at most one of each family, unparsed.
    public var podCIDRs: [String]
    /// Whether no new Pod may be put on it.
    public var unschedulable: Bool
    /// What keeps Pods away.
    public var taints: [Taint]
    /// Its addresses (`status.addresses`).
    public var addresses: [NodeAddress]

    /// The label that names a node's zone.
    public static let zoneLabel = "topology.kubernetes.io/zone"

    /// A node.
    public init(
        metadata: ObjectMeta, podCIDRs: [String] = [], unschedulable: Bool = false,
        taints: [Taint] = [], addresses: [NodeAddress] = []
    ) {
        self.metadata = metadata
        self.podCIDRs = podCIDRs
        self.unschedulable = unschedulable
        self.taints = taints
        self.addresses = addresses
    }

    init(decoding value: JSONValue) throws(FieldError) {
        metadata = try ObjectMeta(decoding: value, kind: .node)
        let spec = try value.object("spec")
        podCIDRs = try spec?.texts("podCIDRs") ?? []
        if podCIDRs.isEmpty, let podCIDR = try spec?.nonEmptyText("podCIDR") {
            podCIDRs = [podCIDR]
        }
        unschedulable = try spec?.flag("unschedulable") ?? false
        taints = try spec?.list("taints", Taint.init(decoding:)) ?? []
        addresses =
            try value.object("status")?
            .list("addresses", NodeAddress.init(decoding:)) ?? []
    }

    /// What identifies it.
    public var key: ObjectKey { ObjectKey(kind: .node, name: metadata.name) }

    /// The zone that it is in, by its label.
    public var zone: String? { metadata.labels[Node.zoneLabel] }

    /// Its addresses of type `InternalIP`, unparsed, in their order.
    public var internalIPs: [String] {
        addresses.filter { $0.type == "InternalIP" }.map(\.address)
    }

    /// As the API writes it.
    public var json: JSON {
        var spec = JSONObject()
        spec.add("podCIDR", ifNotEmpty: podCIDRs.first)
        spec.add("podCIDRs", ifNotEmpty: podCIDRs)
        spec.add("unschedulable", ifTrue: unschedulable)
        spec.add("taints", ifNotEmpty: taints.map(\.json))
        var object = KubernetesObject.header(.node, metadata)
        object.add("spec", .object(spec))
        if !addresses.isEmpty {
            object.add("status", ["addresses": .array(addresses.map(\.json))])
        }
        return .object(object)
    }
}

/// One address of a node.
public struct NodeAddress: Hashable, Sendable {
    /// `InternalIP`, `ExternalIP`, `Hostname`, `InternalDNS` or `ExternalDNS`.
    public var type: String
    /// The address, unparsed.
    public var address: String

    /// An address.
    public init(type: String, address: String) {
        self.type = type
        self.address = address
    }

    init(decoding value: JSONValue) throws(FieldError) {
        type = try value.requiredText("type")
        address = try value.requiredText("address")
    }

    /// As the API writes it.
    public var json: JSON { ["type": .string(type), "address": .string(address)] }
}

/// What keeps Pods away from a node.
public struct Taint: Hashable, Sendable {
    /// Its key.
    public var key: String
    /// Its value; empty for none.
    public var value: String
    /// `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
    public var effect: String

    /// A taint.
    public init(key: String, value: String = "", effect: String) {
        self.key = key
        self.value = value
        self.effect = effect
    }

    init(decoding object: JSONValue) throws(FieldError) {
        key = try object.requiredText("key")
        value = try object.text("value") ?? ""
        effect = try object.requiredText("effect")
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("key", .string(key))
        object.add("value", ifNotEmpty: value)
        object.add("effect", .string(effect))
        return .object(object)
    }
}
