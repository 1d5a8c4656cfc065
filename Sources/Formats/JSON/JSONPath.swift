/// Where a value stands in a document: `spec.ports[0].port`. A key that is not made of letters,
/// digits, `-` and `_` is printed in brackets and quotes: `metadata.labels["kubernetes.io/name"]`.
public struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// One step down.
    public enum Component: Hashable, Sendable {
        /// Into the member of an object.
        case key(String)
        /// Into the element of an array, counted from 0.
        case index(Int)
    }

    /// The steps from the root.
    public var components: [Component]

    /// A path of these steps; without any, the root.
    public init(_ components: [Component] = []) {
        self.components = components
    }

    /// This path and one key more.
    public func appending(_ key: String) -> JSONPath { JSONPath(components + [.key(key)]) }

    /// This path and one index more.
    public func appending(_ index: Int) -> JSONPath { JSONPath(components + [.index(index)]) }

    /// `spec.ports[0].port`; the root is empty.
    public var description: String {
        var text = ""
        for component in components {
            switch component {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where JSONPath.isPlain(key):
                text += text.isEmpty ? key : ".\(key)"
            case .key(let key):
                var quoted: [UInt8] = []
                JSONEscapes.append(key, to: &quoted)
                text += "[\(String(decoding: quoted, as: UTF8.self))]"
            }
        }
        return text
    }

    static func isPlain(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}

extension JSONPath: LosslessStringConvertible {
    /// Reads what `description` prints; nil when the text is no path.
    public init?(_ description: String) {
        var components: [Component] = []
        var rest = description.utf8[...]
        while let first = rest.first {
            if first == UInt8(ascii: "[") {
                guard let component = JSONPath.bracketed(&rest) else { return nil }
                components.append(component)
                continue
            }
            if first == UInt8(ascii: ".") {
                guard !components.isEmpty else { return nil }
                rest = rest.dropFirst()
            } else if !components.isEmpty {
                return nil
            }
            let key = rest.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "[") }
            guard let text = String(key), JSONPath.isPlain(text) else { return nil }
            components.append(.key(text))
            rest = rest.dropFirst(key.count)
        }
        self.init(components)
    }

    /// Takes `[0]` or `["key"]` from the front.
    private static func bracketed(_ rest: inout Substring.UTF8View) -> Component? {
        let inside = rest.dropFirst()
        var end = inside.startIndex
        var isQuoted = false
        var isEscaped = false
        while end != inside.endIndex, isQuoted || inside[end] != UInt8(ascii: "]") {
            if isEscaped {
                isEscaped = false
            } else if inside[end] == UInt8(ascii: "\\") {
                isEscaped = true
            } else if inside[end] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
            end = inside.index(after: end)
        }
        guard end != inside.endIndex,
            let content = try? JSONDocument(parsing: Array(inside[..<end])).root
        else { return nil }
        rest = inside[inside.index(after: end)...]
        if let key = content.string { return .key(key) }
        guard let index = content.int, index >= 0 else { return nil }
        return .index(index)
    }
}
