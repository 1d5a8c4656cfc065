import JSON
import YAML

/// A `KubeProxyConfiguration` file, as kube-proxy's users have it.
public struct KubeProxyConfiguration: Sendable {
    /// What the file says, over the defaults.
    public private(set) var configuration = ProxyConfiguration()
    /// What is in the file and changes nothing, a sentence for each reason.
    public private(set) var announcements: [String] = []
    private let file: String
    private var settings: [String: Setting] = [:]
    private var ignored: [KubeProxyField.Reason: [String]] = [:]

    /// Reads the bytes of a file.
    ///
    /// - Throws: `ConfigurationError` naming file, line and field for what is unknown, of the wrong
    ///   type, out of range, or asks for what is not here.
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
        let settings = settings
        try SettingsReader { settings[$0] }.read(into: &configuration)
        for reason in KubeProxyField.Reason.allCases {
            guard let fields = ignored[reason] else { continue }
            announcements.append(
                "\(file): without effect, \(reason.rawValue): \(fields.joined(separator: ", "))")
        }
    }

    private func checkKind(_ root: JSONValue) throws(ConfigurationError) {
        for (field, expected) in [
            ("apiVersion", "kubeproxy.config.k8s.io/v1alpha1"), ("kind", "KubeProxyConfiguration"),
        ] {
            let value = root[field]
            guard value?.string == expected else {
                throw failure(value ?? root, field, "expected \"\(expected)\"")
            }
        }
    }

    private mutating func walk(
        _ object: JSONValue, _ known: [String: KubeProxyField], below path: String
    ) throws(ConfigurationError) {
        for (key, value) in object.members {
            let name = path + key
            guard let field = known[key] else {
                throw failure(value, name, "no such field in KubeProxyConfiguration")
            }
            if value.isNull { continue }
            if case .group(let fields) = field.shape {
                guard value.kind == .object else { throw failure(value, name, "expected fields") }
                try walk(value, fields, below: name + ".")
                continue
            }
            let setting = Setting(
                value,
                place: ConfigurationError(file: file, line: value.line, field: name, reason: ""))
            try field.shape.check(setting, value)
            if let reason = field.withoutEffect {
                guard !value.isUnset, !field.usual.contains(value.plainText) else { continue }
                ignored[reason, default: []].append("\(name) (line \(value.line))")
            } else {
                settings[name] = setting
            }
        }
    }

    private func failure(
        _ value: JSONValue, _ field: String, _ reason: String
    ) -> ConfigurationError {
        ConfigurationError(file: file, line: value.line, field: field, reason: reason)
    }
}

extension KubeProxyField.Shape {
    /// Whether a value of a file is of this shape.
    fileprivate func check(
        _ setting: Setting, _ value: JSONValue
    ) throws(ConfigurationError) {
        switch self {
        case .text: _ = try setting.text()
        case .bool: _ = try setting.bool()
        case .list: _ = try setting.list()
        // What nobody wrote is written as nothing at all, too.
        case .duration where value.string == "": break
        case .duration: _ = try setting.duration()
        case .number(let range):
            let (low, high) = (range.lowerBound, range.upperBound)
            _ = try setting.int(
                range, high == Int(Int32.max) ? "a number from \(low)" : "\(low) to \(high)")
        case .quantity:
            guard let number = value.double, number >= 0 else {
                throw setting.failure("expected a number from 0")
            }
        case .group, .anything: break
        }
    }
}

extension JSONValue {
    /// What a field has when nobody set it.
    fileprivate var isUnset: Bool {
        switch kind {
        case .null: true
        case .bool: bool == false
        case .number: double == 0
        case .string: ["", "0s", "0"].contains(string)
        case .array, .object: count == 0
        }
    }

    /// A text or a number or true, as written.
    fileprivate var plainText: String {
        string ?? numberText ?? bool.map { "\($0)" } ?? ""
    }
}
