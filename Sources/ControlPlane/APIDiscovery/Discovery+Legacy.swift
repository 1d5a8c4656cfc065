import APIMachinery
import Crypto
import JSON
import ResourceModel

// One document a group and one a version, as `/apis` has had them from the beginning.
extension Discovery {
    /// `/api`.
    public func apiVersions(serverAddress: String) -> JSON {
        [
            "kind": "APIVersions",
            "versions": .strings(groups.first { $0.name.isEmpty }?.versions ?? []),
            "serverAddressByClientCIDRs": [
                ["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]
            ],
        ]
    }

    /// `/apis`.
    public var apiGroups: JSON {
        [
            "kind": "APIGroupList", "apiVersion": "v1",
            "groups": .array(groups.filter { !$0.name.isEmpty }.map { .object(summary($0)) }),
        ]
    }

    /// `/apis/apps`; nil when the group is not served.
    public func apiGroup(_ name: String) -> JSON? {
        guard let group = groups.first(where: { $0.name == name }) else { return nil }
        var object = JSONObject()
        object.add("kind", "APIGroup")
        object.add("apiVersion", "v1")
        for member in summary(group).members { object.add(member.key, member.value) }
        return .object(object)
    }

    /// `/api/v1`, `/apis/apps/v1`; nil when the version is not served.
    public func apiResources(_ version: GroupVersion) -> JSON? {
        guard let definitions = definitions[version] else { return nil }
        var object = JSONObject()
        object.add("kind", "APIResourceList")
        if !version.group.isEmpty { object.add("apiVersion", "v1") }
        object.add("groupVersion", .string(version.description))
        let entries = definitions.flatMap { definition in
            [entry(definition)]
                + definition.subresources.sorted { $0.name < $1.name }.map {
                    entry($0, of: definition)
                }
        }
        object.add("resources", .array(entries))
        return .object(object)
    }

    private func summary(_ group: Group) -> JSONObject {
        func entry(_ version: String) -> JSON {
            [
                "groupVersion": .string(group.version(version).description),
                "version": .string(version),
            ]
        }
        var object = JSONObject()
        object.add("name", .string(group.name))
        object.add("versions", .array(group.versions.map(entry)))
        object.add("preferredVersion", entry(group.versions.first ?? ""))
        return object
    }

    private func entry(_ definition: ResourceDefinition) -> JSON {
        var object = JSONObject()
        object.add("name", .string(definition.plural))
        object.add("singularName", .string(definition.singular))
        object.add("namespaced", .bool(definition.isNamespaced))
        object.add("kind", .string(definition.kind))
        object.add("verbs", .strings(definition.verbs.map(\.rawValue).sorted()))
        addNames(of: definition, to: &object)
        if definition.verbs.contains(.watch) {
            object.add("storageVersionHash", .string(storageVersionHash(definition)))
        }
        return .object(object)
    }

    private func entry(_ subresource: Subresource, of definition: ResourceDefinition) -> JSON {
        var object = JSONObject()
        object.add("name", .string("\(definition.plural)/\(subresource.name)"))
        object.add("singularName", "")
        object.add("namespaced", .bool(definition.isNamespaced))
        if let version = subresource.groupVersion {
            object.add("group", .string(version.group))
            object.add("version", .string(version.version))
        }
        object.add("kind", .string(subresource.kind))
        object.add("verbs", .strings(subresource.verbs.map(\.rawValue).sorted()))
        return .object(object)
    }

    func addNames(of definition: ResourceDefinition, to object: inout JSONObject) {
        if !definition.shortNames.isEmpty {
            object.add("shortNames", .strings(definition.shortNames))
        }
        if !definition.categories.isEmpty {
            object.add("categories", .strings(definition.categories))
        }
    }

    /// Tells clients apart which storage version a resource has: the first bytes of the hash of its
    /// group, version and kind.
    private func storageVersionHash(_ definition: ResourceDefinition) -> String {
        let storage = definition.stored.flatMap { stored[$0.resource] } ?? definition
        let name = "\(storage.group)/\(storage.version)/\(storage.kind)"
        return Base64.encode(Array(SHA256.hash(data: Array(name.utf8)).prefix(8)))
    }
}

/// Base64 with padding (RFC 4648 §4).
enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for index in 0..<3 {
                bits = bits << 8 | (index < group.count ? UInt32(group[start + index]) : 0)
            }
            for index in 0..<4 {
                let digit = Int(bits >> UInt32(18 - 6 * index)) & 63
                text.append(index <= group.count ? alphabet[digit] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
