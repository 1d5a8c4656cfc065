import Foundation
import Netlink
import Nftables
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

    /// The message that a batch makes of an event's object.
    static func encoded(_ event: NftablesEvent) throws -> NetlinkMessage? {
        var batch = Batch()
        switch event {
        case .addedTable(let table): batch.add(table)
        case .addedChain(let chain): batch.add(chain)
        case .addedRule(let rule): batch.add(rule)
        case .addedSet(let set): batch.add(set)
        default: return nil
        }
        let messages = try NetlinkMessage.decode(try batch.encoded())
        return messages.dropFirst().first
    }

    /// Attributes by type, to compare messages whose attributes stand in another order.
    static func attributes(
        _ message: NetlinkMessage, without left: Set<UInt16>
    ) throws -> [String] {
        var reader = try message.attributes(after: 4)
        var found: [String] = []
        while let attribute = try reader.next() {
            if left.contains(attribute.type) { continue }
            found.append("\(attribute.type): \(Array(attribute.bytes))")
        }
        return found.sorted()
    }
}
