import LinuxSystem
import NetworkAddress

/// A connection that sends prepared requests and waits for each answer: a client that costs little.
final class WireClient {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let socket: StreamSocket
    private var buffer: [UInt8] = []

    init(port: UInt16) throws {
        let here = IPAddress.v4(IPv4Address(127, 0, 0, 1))
        socket = try StreamSocket(
            connect: SocketEndpoint(here, Port(rawValue: port)), timeout: .seconds(5))
        try socket.setNoDelay()
    }

    var descriptor: Int32 { socket.descriptor }

    static func request(_ method: String, _ path: String, _ body: [UInt8] = []) -> [UInt8] {
        Array(
            ("\(method) \(path) HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
                + "content-length: \(body.count)\r\n\r\n").utf8) + body
    }

    /// Sends a request and reads its answer; throws unless its status is 2xx.
    @discardableResult
    func send(_ request: [UInt8]) throws -> Int {
        try socket.write(request, timeout: .seconds(30))
        let (head, count) = try answer()
        guard head.hasPrefix("HTTP/1.1 2") else { throw Failure(description: head) }
        return count
    }

    /// Sends a request whose answer goes on; returns when its head is there.
    func open(_ request: [UInt8]) throws {
        try socket.write(request, timeout: .seconds(30))
        let head = try readHead()
        guard head.hasPrefix("HTTP/1.1 200") else { throw Failure(description: head) }
    }

    /// Bytes that are there.
    func read(into bytes: inout [UInt8]) throws -> Int {
        if !buffer.isEmpty {
            bytes += buffer
            defer { buffer = [] }
            return buffer.count
        }
        return try socket.read(into: &bytes, timeout: .seconds(30))
    }

    private func answer() throws -> (head: String, count: Int) {
        let head = try readHead()
        let fields = head.lowercased()
        if let at = fields.range(of: "content-length: ") {
            let count = Int(fields[at.upperBound...].prefix { $0.isNumber }) ?? 0
            try fill(count)
            if !head.hasPrefix("HTTP/1.1 2") {
                return (head + String(decoding: buffer.prefix(count), as: UTF8.self), count)
            }
            buffer.removeFirst(count)
            return (head, count)
        }
        var total = 0
        while true {
            let line = try readLine()
            let count = Int(line.prefix { $0.isHexDigit }, radix: 16) ?? 0
            try fill(count + 2)
            buffer.removeFirst(count + 2)
            total += count
            if count == 0 { return (head, total) }
        }
    }

    private func readHead() throws -> String {
        var head = ""
        while true {
            let line = try readLine()
            if line.isEmpty { return head }
            head += line + "\r\n"
        }
    }

    private func readLine() throws -> String {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end].dropLast(), as: UTF8.self)
                buffer.removeFirst(end + 1)
                return line
            }
            searched = buffer.count
            try more()
        }
    }

    private func fill(_ count: Int) throws { while buffer.count < count { try more() } }

    private func more() throws {
        if try socket.read(into: &buffer, limit: 1 << 20, timeout: .seconds(60)) == 0 {
            throw Failure(description: "the server closed the connection")
        }
    }
}

extension String {
    /// Where a piece of text is.
    fileprivate func range(of piece: String) -> Range<String.Index>? { firstRange(of: piece) }
}
