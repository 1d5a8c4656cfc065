import APIMachinery

/// The parameters of a request.
public struct QueryItems: Hashable, Sendable {
    /// A parameter and its value.
    public struct Item: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String
    }

    /// The parameters in order.
    public var items: [Item]

    /// Reads what follows `?`.
    public init(_ query: String?) {
        items = (query ?? "").split(separator: "&").map { part in
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Item(
                name: PercentCoding.decoded(pair[0], plusIsSpace: true),
                value: pair.count == 2 ? PercentCoding.decoded(pair[1], plusIsSpace: true) : "")
        }
    }

    /// The first value of a parameter; nil when it is not there.
    public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// All values of a parameter.
    public func values(_ name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }

    /// Whether a flag is set: present, and not `0` or `false`, as the API reads its flags.
    public func isTrue(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return value != "0" && value.lowercased() != "false"
    }

    /// An integer; nil when it is absent or empty.
    /// - Throws: 400 for what is no integer.
    public func int(_ name: String) throws(APIStatus) -> Int? {
        guard let value = self[name], !value.isEmpty else { return nil }
        guard let number = Int(value) else {
            throw .badRequest("strconv.ParseInt: parsing \"\(value)\": invalid syntax")
        }
        return number
    }
}
