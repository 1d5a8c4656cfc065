import APIMachinery
import JSON
import ResourceModel

// Everything in one document: what kubectl asks for since 1.26.
extension Discovery {
    /// The version of the aggregated documents themselves.
    public enum AggregatedVersion: String, Sendable {
        case v2, v2beta1

        /// The media type of the answer.
        public var mediaType: String {
            "application/json;g=apidiscovery.k8s.io;v=\(rawValue);as=APIGroupDiscoveryList"
        }
    }

    /// `/api` (core alone) or `/apis` (the other groups).
    public func aggregated(core: Bool, _ version: AggregatedVersion) -> JSON {
        [
            "kind": "APIGroupDiscoveryList",
            "apiVersion": .string("apidiscovery.k8s.io/\(version.rawValue)"),
            "metadata": [:],
            "items": .array(groups.filter { $0.name.isEmpty == core }.map(item)),
        ]
    }

    private func item(_ group: Group) -> JSON {
        [
            "metadata": group.name.isEmpty ? [:] : ["name": .string(group.name)],
            "versions": .array(
                group.versions.map { version in
                    [
                        "version": .string(version),
                        "resources": .array(
                            (definitions[group.version(version)] ?? []).map(resource)),
                        "freshness": "Current",
                    ]
                }),
        ]
    }

    private func resource(_ definition: ResourceDefinition) -> JSON {
        var object = JSONObject()
        object.add("resource", .string(definition.plural))
        object.add("responseKind", responseKind(nil, definition.kind))
        object.add("scope", definition.isNamespaced ? "Namespaced" : "Cluster")
        object.add("singularResource", .string(definition.singular))
        object.add("verbs", .strings(definition.verbs.map(\.rawValue).sorted()))
        addNames(of: definition, to: &object)
        let subresources = definition.subresources.sorted { $0.name < $1.name }
        if !subresources.isEmpty {
            object.add(
                "subresources",
                .array(
                    subresources.map { subresource in
                        [
                            "subresource": .string(subresource.name),
                            "responseKind": responseKind(
                                subresource.groupVersion, subresource.kind),
                            "verbs": .strings(subresource.verbs.map(\.rawValue).sorted()),
                        ]
                    }))
        }
        return .object(object)
    }

    /// A kind; one of the resource's own group and version has empty names, as upstream writes it.
    private func responseKind(_ version: GroupVersion?, _ kind: String) -> JSON {
        [
            "group": .string(version?.group ?? ""), "version": .string(version?.version ?? ""),
            "kind": .string(kind),
        ]
    }
}
