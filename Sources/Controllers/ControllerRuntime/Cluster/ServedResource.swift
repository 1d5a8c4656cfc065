import APIMachinery
import JSON

/// A resource that the API server serves, at the version it prefers.
public struct ServedResource: Sendable, Hashable {
    /// What it is.
    public var kind: ResourceKind
    /// What can be done with it: `list`, `deletecollection` …
    public var verbs: Set<String>

    /// Whether all of these can be done.
    public func supports(_ wanted: String...) -> Bool { verbs.isSuperset(of: wanted) }
}

extension Cluster {
    /// All resources that are served now, subresources aside.
    public func servedResources() async throws(APIStatus) -> [ServedResource] {
        var found = try await resources(of: GroupVersion(group: "", version: "v1"))
        let groups = try await send("GET", "/apis", body: nil, contentType: "")
        for group in groups["groups"]?.array ?? [] {
            guard let name = group["name"]?.string,
                let version = group["preferredVersion"]?["version"]?.string
            else { continue }
            found += try await resources(of: GroupVersion(group: name, version: version))
        }
        return found
    }

    private func resources(
        of version: GroupVersion
    ) async throws(APIStatus) -> [ServedResource] {
        let path = (version.group.isEmpty ? "/api/" : "/apis/") + version.description
        let list = try await send("GET", path, body: nil, contentType: "")
        return (list["resources"]?.array ?? []).compactMap { resource in
            guard let name = resource["name"]?.string, !name.contains("/"),
                let kind = resource["kind"]?.string
            else { return nil }
            return ServedResource(
                kind: ResourceKind(
                    version.group, version.version, name, kind,
                    isNamespaced: resource["namespaced"]?.bool ?? false),
                verbs: Set(resource["verbs"]?.array?.compactMap(\.string) ?? []))
        }
    }
}
