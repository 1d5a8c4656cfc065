import JSON
import NetworkAddress

/// A place in a configuration: its value, if one is there, and its path for the error that names
/// it.
///
/// `null` counts as absent, as it does for the reference plugins.
public struct ConfigurationField: Sendable {
    /// The value; nil when absent or `null`.
    public let value: JSONValue?
    /// Where it stands: `ipam.ranges[0][0].subnet`.
    public let path: JSONPath

    /// A field.
    public init(_ value: JSONValue?, path: JSONPath = JSONPath()) {
        self.value = value.flatMap { $0.isNull ? nil : $0 }
        self.path = path
    }

    /// Whether something is there.
    public var isPresent: Bool { value != nil }

    /// A member of an object. When there is none of that key, one that differs from it in case
    /// alone counts, as it does for the reference plugins: containerd 1.6 writes `HostPort`.
    public subscript(key: String) -> ConfigurationField {
        ConfigurationField(value?[key] ?? member(like: key), path: path.appending(key))
    }

    private func member(like key: String) -> JSONValue? {
        func folded(_ byte: UInt8) -> UInt8 {
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        }
        guard let value else { return nil }
        return value.members.first { name, _ in
            name.utf8.count == key.utf8.count
                && zip(name.utf8, key.utf8).allSatisfy { folded($0) == folded($1) }
        }?.1
    }

    /// An error of code 7 that names this field.
    public func invalid(_ expectation: String) -> CNIError {
        let place = path.components.isEmpty ? "the configuration" : path.description
        let found = value.map { ", found \(ConfigurationField.excerpt($0))" } ?? ""
        return CNIError(.invalidConfiguration, "\(place): expected \(expectation)\(found)")
    }

    /// The value read by a property of `JSONValue`; nil when absent.
    public func optional<T>(
        _ read: (JSONValue) -> T?, _ expectation: String
    ) throws(CNIError) -> T? {
        guard let value else { return nil }
        guard let result = read(value) else { throw invalid(expectation) }
        return result
    }

    /// The value read by a property of `JSONValue`; an error when absent.
    public func required<T>(
        _ read: (JSONValue) -> T?, _ expectation: String
    ) throws(CNIError) -> T {
        guard let result = try optional(read, expectation) else { throw invalid(expectation) }
        return result
    }

    /// A string; nil when absent.
    public func string() throws(CNIError) -> String? { try optional(\.string, "a string") }

    /// `true` or `false`; false when absent.
    public func flag() throws(CNIError) -> Bool { try optional(\.bool, "true or false") ?? false }

    /// An integer in a range; nil when absent.
    public func integer(in range: ClosedRange<Int>) throws(CNIError) -> Int? {
        let expectation = "an integer from \(range.lowerBound) to \(range.upperBound)"
        guard let number = try optional(\.int, expectation) else { return nil }
        guard range.contains(number) else { throw invalid(expectation) }
        return number
    }

    /// An integer of which 0 means that nothing is said; nil when absent, too.
    public func positive(upTo limit: Int) throws(CNIError) -> Int? {
        try integer(in: 0...limit).flatMap { $0 == 0 ? nil : $0 }
    }

    /// The elements of an array; none when absent.
    public func elements() throws(CNIError) -> [ConfigurationField] {
        guard let value else { return [] }
        guard value.kind == .array else { throw invalid("an array") }
        return value.elements.enumerated().map {
            ConfigurationField($0.element, path: path.appending($0.offset))
        }
    }

    /// Refuses what is there and is no object.
    public func requireObject() throws(CNIError) {
        if let value, value.kind != .object { throw invalid("an object") }
    }

    /// An array of strings; empty when absent.
    public func strings() throws(CNIError) -> [String] {
        var all: [String] = []
        for field in try elements() { all.append(try field.required(\.string, "a string")) }
        return all
    }

    /// An address, prefix or anything else with a text form; nil when absent or an empty string.
    public func parsed<T: LosslessStringConvertible>(
        as type: T.Type, _ expectation: String
    ) throws(CNIError) -> T? {
        guard let text = try optional(\.string, expectation), !text.isEmpty else { return nil }
        guard let result = T(text) else { throw invalid(expectation) }
        return result
    }

    /// The same of a field that must be there.
    public func required<T: LosslessStringConvertible>(
        as type: T.Type, _ expectation: String
    ) throws(CNIError) -> T {
        guard let result = try parsed(as: type, expectation) else { throw invalid(expectation) }
        return result
    }

    /// An address and the length of its network's prefix, `10.244.1.7/24`.
    public func interfaceAddress() throws(CNIError) -> InterfaceAddress {
        try required(as: InterfaceAddress.self, "an address with a prefix length")
    }

    /// An address; nil when absent.
    public func address() throws(CNIError) -> IPAddress? {
        try parsed(as: IPAddress.self, "an IP address")
    }

    /// The value as it stands in the text, cut to what fits into a line.
    private static func excerpt(_ value: JSONValue) -> String {
        let text = JSON(value).description
        return text.count <= 60 ? text : text.prefix(57) + "…"
    }
}
