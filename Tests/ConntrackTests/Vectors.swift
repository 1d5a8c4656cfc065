import Foundation
import Netlink
import Testing

/// The captured messages beside this file.
enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Vectors")

    /// Every message of a file, in its order.
    static func messages(_ name: String) throws -> [NetlinkMessage] {
        let text = try String(contentsOf: folder.appending(path: "\(name).hex"), encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.flatMap { line in
            try NetlinkMessage.decode(try bytes(line))
        }
    }

    static func bytes(_ hex: Substring) throws -> [UInt8] {
        var digits = hex[...]
        var bytes: [UInt8] = []
        while digits.count >= 2 {
            bytes.append(try #require(UInt8(digits.prefix(2), radix: 16)))
            digits = digits.dropFirst(2)
        }
        return bytes
    }

    /// The files, without their ending.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".hex") }.map { String($0.dropLast(4)) }.sorted()
    }
}
