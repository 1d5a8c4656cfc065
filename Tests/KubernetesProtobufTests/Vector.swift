import Foundation
import JSON
import Testing

/// A body that kubectl sent: `Vectors/<name>.hex`, whose `#` line says how it was captured; beside
/// it, as `<name>.json`, the object that kubectl prints for the same command.
struct Vector: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]
    var object: JSON

    var testDescription: String { name }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Vectors")

    static func all() throws -> [Vector] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".hex") }.sorted()
            .map { try Vector(named: String($0.dropLast(4))) }
    }

    init(named name: String) throws {
        let text = try String(
            contentsOf: Self.folder.appending(path: name + ".hex"), encoding: .utf8)
        self.name = name
        bytes = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .flatMap { $0.split(separator: " ") }.compactMap { UInt8($0, radix: 16) }
        let expected = try Data(contentsOf: Self.folder.appending(path: name + ".json"))
        object = try JSON(parsing: Array(expected))
    }
}

extension JSON {
    /// What remains when empty texts, zeros, nulls and empty objects and lists are left out, with
    /// keys in order.
    var withoutEmpties: JSON? {
        switch self {
        case .null, .bool(false), .string(""), .number("0"): return nil
        case .array(let elements):
            let kept = elements.compactMap(\.withoutEmpties)
            return kept.isEmpty ? nil : .array(kept)
        case .object(let object):
            var kept = JSONObject()
            for member in object.members.sorted(by: { $0.key < $1.key }) {
                if let value = member.value.withoutEmpties { kept.add(member.key, value) }
            }
            return kept.isEmpty ? nil : .object(kept)
        default: return self
        }
    }
}
