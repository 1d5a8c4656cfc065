import Foundation

/// A TCP client that says exactly what it is told to, and hears exactly what comes.
///
/// It blocks, so it is made and used on a `ClientThread` alone.
final class RawClient {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    let descriptor: Int32
    private var heard: [UInt8] = []

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        guard ClientThread.isCurrent else {
            throw Failure(description: "a client would block a thread that the server needs")
        }
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(description: "connect: \(errno)") }
        // So that a server that says nothing fails a test and does not hang it.
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func say(_ text: String) throws { try say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "send: \(errno)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Whether something came; false at the end.
    private func listen() throws -> Bool {
        guard ClientThread.isCurrent else {
            throw Failure(description: "listening would block a thread that the server needs")
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure(description: "recv: \(errno)") }
        heard += buffer.prefix(count)
        return count > 0
    }

    /// All up to that text, and the text.
    func hear(until text: String) throws -> String {
        let mark = Array(text.utf8)
        var from = 0
        while true {
            if let range = heard[from...].firstRange(of: mark) {
                defer { heard.removeFirst(range.upperBound) }
                return String(decoding: heard[..<range.upperBound], as: UTF8.self)
            }
            from = max(0, heard.count - mark.count)
            guard try listen() else {
                throw Failure(
                    description: "ended: \(String(decoding: heard, as: UTF8.self).debugDescription)"
                )
            }
        }
    }

    func hear(count: Int) throws -> [UInt8] {
        while heard.count < count {
            guard try listen() else { throw Failure(description: "ended at \(heard.count)") }
        }
        defer { heard.removeFirst(count) }
        return Array(heard.prefix(count))
    }

    /// All that comes until the server closes.
    func hearAll() throws -> String {
        while try listen() {}
        defer { heard = [] }
        return String(decoding: heard, as: UTF8.self)
    }

    /// Whether the server has closed, cleanly or not.
    func hearsEnd() -> Bool {
        do {
            while try listen() {}
            return true
        } catch { return errno != EAGAIN }
    }

    /// An answer with a `Content-Length`.
    func answer() throws -> Answer {
        let head = try hear(until: "\r\n\r\n")
        let lines = head.dropLast(2).components(separatedBy: "\r\n")
        var answer = Answer(status: lines[0], fields: [:], body: "")
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            answer.fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        if let length = answer.fields["content-length"].flatMap(Int.init) {
            answer.body = String(decoding: try hear(count: length), as: UTF8.self)
        }
        return answer
    }

    struct Answer {
        var status: String
        var fields: [String: String]
        var body: String
    }
}
