import APIMachinery
import JSON
import KubernetesClient

/// What ConfigMaps and Secrets hold, by key.
public enum ObjectData {
    /// A ConfigMap's texts and bytes.
    public static func configMap(_ object: APIObject) -> [String: [UInt8]] {
        var data: [String: [UInt8]] = [:]
        for member in object.json["data"]?.object?.members ?? [] {
            data[member.key] = Array((member.value.string ?? "").utf8)
        }
        return data.merging(decoded(object.json["binaryData"])) { _, binary in binary }
    }

    /// A Secret's bytes.
    public static func secret(_ object: APIObject) -> [String: [UInt8]] {
        decoded(object.json["data"])
    }

    private static func decoded(_ value: JSON?) -> [String: [UInt8]] {
        var data: [String: [UInt8]] = [:]
        for member in value?.object?.members ?? [] {
            data[member.key] = Base64.decode(member.value.string ?? "") ?? []
        }
        return data
    }
}
