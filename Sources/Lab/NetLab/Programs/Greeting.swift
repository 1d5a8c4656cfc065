/// What the responder says of itself: `web-1 on node-1`.
package struct Greeting: Hashable, Sendable, CustomStringConvertible {
    package var pod: String
    package var node: String

    package init(pod: String, node: String) {
        self.pod = pod
        self.node = node
    }

    /// Nil when the line is no greeting.
    package init?(_ line: Substring) {
        let words = line.split(separator: " ")
        guard words.count == 3, words[1] == "on" else { return nil }
        self.init(pod: String(words[0]), node: String(words[2]))
    }

    package var description: String { "\(pod) on \(node)" }

    /// For raw TCP and UDP.
    package var line: [UInt8] { Array("\(self)\n".utf8) }

    /// The same as an HTTP answer.
    package func http(keepsAlive: Bool) -> [UInt8] {
        let head = [
            "HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: \(line.count)",
            "Connection: \(keepsAlive ? "keep-alive" : "close")", "", "",
        ].joined(separator: "\r\n")
        return Array(head.utf8) + line
    }
}
