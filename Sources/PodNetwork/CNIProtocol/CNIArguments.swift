import NetworkAddress

/// The pairs of `CNI_ARGS`: `IgnoreUnknown=1;K8S_POD_NAME=web;IP=10.1.2.3`.
public struct CNIArguments: Hashable, Sendable {
    /// The values by key; of equal keys the last one counts.
    public var values: [String: String] = [:]

    /// No pairs.
    public init() {}

    /// Reads the variable's text.
    /// - Throws: code 4 for a piece that is no pair.
    public init(parsing text: String) throws(CNIError) {
        for piece in text.split(separator: ";") {
            guard let equals = piece.firstIndex(of: "="), equals != piece.startIndex else {
                throw CNIError(
                    .invalidEnvironment,
                    "CNI_ARGS: expected pairs like KEY=value;KEY=value, found \"\(piece)\"")
            }
            values[String(piece[..<equals])] = String(piece[piece.index(after: equals)...])
        }
    }

    /// The value of a key.
    public subscript(key: String) -> String? { values[key] }

    /// The hardware address that `MAC` asks for; nil when absent or empty.
    /// - Throws: code 4 for anything else.
    public func macAddress() throws(CNIError) -> MACAddress? {
        guard let text = values["MAC"], !text.isEmpty else { return nil }
        guard let mac = MACAddress(text) else {
            throw CNIError(
                .invalidEnvironment,
                "CNI_ARGS: MAC: expected a hardware address, found \"\(text)\"")
        }
        return mac
    }

    /// Whether keys that a plugin does not know are to be passed over.
    public var ignoresUnknown: Bool {
        ["1", "t", "true", "yes"].contains((values["IgnoreUnknown"] ?? "").lowercased())
    }

    /// Refuses keys that are neither known to the plugin nor to be passed over.
    /// - Throws: code 4, naming the key.
    public func require(onlyKnown known: [String]) throws(CNIError) {
        guard !values.isEmpty, !ignoresUnknown else { return }
        let unknown = values.keys.filter { $0 != "IgnoreUnknown" && !known.contains($0) }
        guard let key = unknown.min() else { return }
        throw CNIError(
            .invalidEnvironment,
            "CNI_ARGS: \"\(key)\" is not known here; IgnoreUnknown=1 passes over such keys")
    }
}
