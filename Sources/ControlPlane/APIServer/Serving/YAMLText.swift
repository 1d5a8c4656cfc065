import JSON

/// Values as YAML, in block style.
enum YAMLText {
    static func bytes(of value: JSON) -> [UInt8] {
        var text = ""
        write(value, 0, &text)
        return Array(text.utf8)
    }

    private static func write(_ value: JSON, _ depth: Int, _ text: inout String) {
        let indent = String(repeating: "  ", count: depth)
        switch value {
        case .object(let object) where !object.isEmpty:
            for member in object.members.sorted(by: { $0.key < $1.key }) {
                text += indent + scalar(member.key) + ":"
                nested(member.value, depth, &text)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                var inner = ""
                write(element, depth + 1, &inner)
                text += indent + "- " + inner.drop { $0 == " " }
            }
        default: text += indent + plain(value) + "\n"
        }
    }

    private static func nested(_ value: JSON, _ depth: Int, _ text: inout String) {
        switch value {
        case .object(let object) where !object.isEmpty:
            text += "\n"
            write(value, depth + 1, &text)
        case .array(let elements) where !elements.isEmpty:
            text += "\n"
            write(value, depth, &text)
        default: text += " " + plain(value) + "\n"
        }
    }

    private static func plain(_ value: JSON) -> String {
        if case .string(let text) = value { return scalar(text) }
        return value.description
    }

    /// A text bare where that can't be misread, else as JSON, which is YAML too.
    private static func scalar(_ text: String) -> String {
        let isBare = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/": true
            default: false
            }
        }
        guard isBare, let first = text.unicodeScalars.first, first.properties.isAlphabetic,
            !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(
                text.lowercased())
        else { return JSON.string(text).description }
        return text
    }
}
