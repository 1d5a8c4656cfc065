import JSON
import Testing

/// A configuration that cannot be, and what is said about it.
struct BadInput: Sendable, CustomTestStringConvertible {
    /// The field that is wrong.
    var path: JSONPath
    /// What stands there; nil when the field is missing.
    var value: JSON?
    /// The error's code.
    var code: Int
    /// What the message names, beside the field.
    var words: [String]
    /// Members that make it wrong, or would be right.
    var also: JSON = [:]

    var testDescription: String { "\(path) = \(value?.description ?? "nothing")" }

    /// The configuration, made from one that is right.
    func applied(to configuration: JSON) -> JSON {
        var result = configuration
        for member in also.object?.members ?? [] { result[member.key] = member.value }
        if let value {
            result.set(value, at: path)
        } else {
            result.remove(at: path)
        }
        return result
    }
}

/// What an option takes.
enum OptionKind: Sendable {
    case flag
    case integer(ClosedRange<Int>)
    case text
    case list
    case object
    case address
    case subnet
    case hardwareAddress

    /// Values of a wrong type, or out of range.
    var wrong: [JSON] {
        switch self {
        case .flag: ["yes", 1, []]
        case .integer(let range):
            [
                "7", true, .number("1.5"), .int(range.lowerBound - 1), .int(range.upperBound + 1),
                [7],
            ]
        case .text: [7, true, ["x"]]
        case .list: ["x", 7, ["a": 1]]
        case .object: ["x", 7, [["a": 1]]]
        case .address: ["10.1.2", "fd00::g", 7, "10.1.2.3/24"]
        case .subnet: ["10.1.0.0/33", "10.1/16", 7, "fd00::/129"]
        case .hardwareAddress: ["zz:00:00:00:00:00", "02:00:00:00:00", 7]
        }
    }
}

/// An option of a plugin.
struct PluginOption: Sendable {
    var path: JSONPath
    var kind: OptionKind

    /// An option by its path, with dots between keys, and numbers for positions.
    init(_ path: String, _ kind: OptionKind) {
        self.path = JSONPath(dotted: path)
        self.kind = kind
    }

    /// Every way to get it wrong.
    var mistakes: [BadInput] {
        kind.wrong.map {
            BadInput(path: path, value: $0, code: 7, words: [path.description, $0.description])
        }
    }
}

extension JSONPath {
    /// A path like `ipam.ranges.0.0.subnet`.
    init(dotted text: String) {
        self.init(
            text.split(separator: ".").map { step in
                Int(step).map(Component.index) ?? .key(String(step))
            })
    }
}
