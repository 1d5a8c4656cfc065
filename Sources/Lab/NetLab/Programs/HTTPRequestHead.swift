/// The beginning of a connection, read as an HTTP request as far as it goes.
package enum HTTPRequestHead: Hashable, Sendable {
    /// It may become a request; more bytes are needed.
    case incomplete
    /// It is something else.
    case other
    /// A whole head, and the body behind it.
    case request(byteCount: Int, keepsAlive: Bool)

    private static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]

    package init(_ bytes: [UInt8]) {
        let start = bytes.prefix { $0 != UInt8(ascii: " ") }.prefix(8)
        let word = String(decoding: start, as: UTF8.self)
        let isWhole = bytes.contains(UInt8(ascii: " "))
        let mayBe = Self.methods.contains { isWhole ? $0 == word : $0.hasPrefix(word) }
        guard mayBe, !bytes.isEmpty || !isWhole else {
            self = .other
            return
        }
        guard let end = Self.end(of: bytes) else {
            self = bytes.count > 16 << 10 ? .other : .incomplete
            return
        }
        let lines = String(decoding: bytes[..<end], as: UTF8.self)
            .split(whereSeparator: \.isNewline).map { $0.lowercased() }
        let length = Self.value(of: "content-length", lines).flatMap { Int($0) } ?? 0
        guard length >= 0, length < 1 << 20 else {
            self = .other
            return
        }
        guard bytes.count >= end + length else {
            self = .incomplete
            return
        }
        let connection = Self.value(of: "connection", lines)
        let isOld = lines.first?.hasSuffix("http/1.0") ?? false
        let keepsAlive = isOld ? connection == "keep-alive" : connection != "close"
        self = .request(byteCount: end + length, keepsAlive: keepsAlive)
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        return (0...(bytes.count - mark.count)).first { Array(bytes[$0..<($0 + 4)]) == mark }
            .map { $0 + mark.count }
    }

    private static func value(of name: String, _ lines: [String]) -> String? {
        lines.first { $0.hasPrefix(name + ":") }.map { line in
            String(line.dropFirst(name.count + 1).drop { $0 == " " })
        }
    }
}
