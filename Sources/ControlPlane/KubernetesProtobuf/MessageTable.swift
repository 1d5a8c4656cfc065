/// The fields of every message, by number.
struct MessageTable: Sendable {
    /// How a field's value is written in JSON.
    indirect enum Kind: Sendable {
        case text, bool, integer, bytes, double
        /// A message of the table, by name.
        case message(String)
        /// Seconds and nanoseconds, as RFC 3339; with microseconds or without.
        case time(hasFraction: Bool)
        /// A wrapped text: quantities.
        case wrappedText
        /// A number or a text.
        case intOrString
        /// JSON in bytes.
        case rawJSON
        /// A wrapped list of texts.
        case texts
    }

    /// How often a field occurs.
    enum Shape: Sendable {
        case single, list, map, inline
    }

    struct Field: Sendable {
        var name: String
        var kind: Kind
        var shape: Shape
    }

    /// Every message that a client may send. Read once, when the first arrives.
    static let kubernetes = MessageTable(MessageText.all)

    private var messages: [String: [Int: Field]] = [:]

    private init(_ texts: [MessageText]) {
        for text in texts {
            var name = ""
            for word in text.text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                let parts = word.split(separator: ":", maxSplits: 2)
                if parts.count == 3, let number = Int(parts[0]) {
                    messages[name]?[number] = Self.field(parts[1], parts[2], text.package)
                } else {
                    name = "\(text.package).\(word)"
                    messages[name] = [:]
                }
            }
        }
    }

    /// The fields of a message; nil when there is none of that name.
    subscript(name: String) -> [Int: Field]? { messages[name] }

    private static func field(
        _ name: Substring, _ type: Substring, _ package: String
    ) -> Field {
        var type = type
        var shape = Shape.single
        switch type.first {
        case "*": shape = .list
        case "%": shape = .map
        case "<": shape = .inline
        default: break
        }
        if shape != .single { type = type.dropFirst() }
        return Field(name: String(name), kind: kind(type, package), shape: shape)
    }

    private static func kind(_ type: Substring, _ package: String) -> Kind {
        switch type {
        case "s": .text
        case "b": .bool
        case "i": .integer
        case "y": .bytes
        case "d": .double
        case "meta.v1.Time", "meta.v1.Timestamp": .time(hasFraction: false)
        case "meta.v1.MicroTime": .time(hasFraction: true)
        case "Time" where package == "meta.v1": .time(hasFraction: false)
        case "resource.Quantity": .wrappedText
        case "intstr.IntOrString": .intOrString
        case "runtime.RawExtension", "meta.v1.FieldsV1": .rawJSON
        case "FieldsV1" where package == "meta.v1": .rawJSON
        case "ExtraValue": .texts
        default: .message(type.contains(".") ? String(type) : "\(package).\(type)")
        }
    }
}
