import Foundation
import Testing

/// A captured message: `Vectors/<name>.hex`, whose `#` lines say how it was captured.
struct Vector: CustomTestStringConvertible, Sendable {
    var name: String
    var bytes: [UInt8]

    var testDescription: String { name }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Vectors")

    /// Every vector, by name.
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
    }
}
