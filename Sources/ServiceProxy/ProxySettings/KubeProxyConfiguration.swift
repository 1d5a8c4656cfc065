import JSON
import NetworkAddress
import YAML

/// A `KubeProxyConfiguration` file, as kube-proxy's users have it.
public struct KubeProxyConfiguration: Sendable {
    /// What the file says, over the defaults.
    public private(set) var configuration = ProxyConfiguration()
    /// Fields that are not followed yet, for the log: `healthzBindAddress (line 4)`.
    public private(set) var announcements: [String] = []
    private let file: String

    /// Reads the bytes of a file.
    ///
    /// - Throws: `ConfigurationError` naming file, line and field for what is unknown, of the wrong
    ///   type, or would send traffic another way than the file says.
    public init(parsing bytes: [UInt8], file: String) throws(ConfigurationError) {
        self.file = file
        let documents: [JSONDocument]
        do {
            documents = try YAML.documents(bytes)
        } catch {
            throw ConfigurationError(file: file, line: error.line, reason: error.message)
        }
        guard let root = documents.first?.root, documents.count == 1, root.kind == .object else {
            throw ConfigurationError(
                file: file, reason: "expected one KubeProxyConfiguration document")
        }
        try checkKind(root)
        try walk(root, KubeProxyField.known, below: "")
        try readLocality(root)
        try readNodePorts(root)
        configuration.nodeName = try text(root["hostnameOverride"], "hostnameOverride") ?? ""
        let kubeconfig = try text(
            root["clientConnection"]?["kubeconfig"], "clientConnection.kubeconfig")
        if let kubeconfig, !kubeconfig.isEmpty { configuration.kubeconfig = kubeconfig }
        try readNftables(root["nftables"])
    }

    private func checkKind(_ root: JSONValue) throws(ConfigurationError) {
        let version = try text(root["apiVersion"], "apiVersion")
        guard version == "kubeproxy.config.k8s.io/v1alpha1" else {
            throw failure(
                root["apiVersion"] ?? root, "apiVersion",
                "expected \"kubeproxy.config.k8s.io/v1alpha1\"")
        }
        guard try text(root["kind"], "kind") == "KubeProxyConfiguration" else {
            throw failure(root["kind"] ?? root, "kind", "expected \"KubeProxyConfiguration\"")
        }
        let mode = try text(root["mode"], "mode") ?? ""
        guard ["", "nftables"].contains(mode) else {
            throw failure(root["mode"] ?? root, "mode", "expected \"nftables\", found \"\(mode)\"")
        }
    }

    private mutating func walk(
        _ object: JSONValue, _ known: [String: KubeProxyField], below path: String
    ) throws(ConfigurationError) {
        for (key, value) in object.members {
            let field = path + key
            switch known[key] {
            case nil: throw failure(value, field, "no such field in KubeProxyConfiguration")
            case .honoured, .ignored: break
            case .announced where !value.isUnset:
                announcements.append("\(field) (line \(value.line))")
            case .refused where !value.isUnset:
                throw failure(value, field, "not supported yet; traffic would not follow it")
            case .announced, .refused: break
            case .group(let fields):
                if value.isNull { continue }
                guard value.kind == .object else { throw failure(value, field, "expected fields") }
                try walk(value, fields, below: field + ".")
            }
        }
    }

    private mutating func readLocality(_ root: JSONValue) throws(ConfigurationError) {
        let mode = try text(root["detectLocalMode"], "detectLocalMode") ?? ""
        guard ["", "ClusterCIDR"].contains(mode) else {
            throw failure(
                root["detectLocalMode"] ?? root, "detectLocalMode",
                "only \"ClusterCIDR\" is supported yet, found \"\(mode)\"")
        }
        guard let value = root["clusterCIDR"] else { return }
        let all = try text(value, "clusterCIDR") ?? ""
        configuration.clusterCIDRs = try ProxyConfiguration.prefixes(all) { reason in
            failure(value, "clusterCIDR", reason)
        }
    }

    private mutating func readNodePorts(_ root: JSONValue) throws(ConfigurationError) {
        guard let value = root["nodePortAddresses"], !value.isNull else { return }
        guard value.kind == .array else {
            throw failure(value, "nodePortAddresses", "expected a list")
        }
        var words: [String] = []
        for element in value.elements {
            words.append(try text(element, "nodePortAddresses") ?? "")
        }
        do {
            configuration.nodePortAddresses = try NodePortAddresses(words)
        } catch {
            throw failure(value, error.field, error.reason)
        }
    }

    private mutating func readNftables(_ value: JSONValue?) throws(ConfigurationError) {
        guard let value, !value.isNull else { return }
        if let all = value["masqueradeAll"], !all.isNull {
            guard let isSet = all.bool else {
                throw failure(all, "nftables.masqueradeAll", "expected true or false")
            }
            configuration.masqueradesAll = isSet
        }
        if let bit = value["masqueradeBit"], !bit.isNull {
            guard let number = bit.int, (0...31).contains(number) else {
                throw failure(bit, "nftables.masqueradeBit", "expected a bit from 0 to 31")
            }
            configuration.masqueradeBit = number
        }
    }

    private func text(
        _ value: JSONValue?, _ field: String
    ) throws(ConfigurationError) -> String? {
        guard let value, !value.isNull else { return nil }
        guard let text = value.string else { throw failure(value, field, "expected text") }
        return text
    }

    private func failure(
        _ value: JSONValue, _ field: String, _ reason: String
    ) -> ConfigurationError {
        ConfigurationError(file: file, line: value.line, field: field, reason: reason)
    }
}

extension JSONValue {
    /// Null, or what a field has when nobody set it.
    fileprivate var isUnset: Bool {
        switch kind {
        case .null: true
        case .bool: bool == false
        case .number: double == 0
        case .string: string == "" || string == "0s"
        case .array, .object: count == 0
        }
    }
}

extension ProxyConfiguration {
    /// `10.244.0.0/16,fd00:244::/48`; an empty text means none.
    ///
    /// - Parameter failure: makes the error for what isn't a prefix.
    public static func prefixes(
        _ text: String, failure: (String) -> ConfigurationError
    ) throws(ConfigurationError) -> [IPPrefix] {
        var found: [IPPrefix] = []
        for word in text.split(separator: ",") {
            guard let prefix = IPPrefix(String(word)) else {
                throw failure("expected prefixes such as 10.244.0.0/16, found \"\(word)\"")
            }
            found.append(prefix)
        }
        return found
    }
}
