import Crypto
import HTTPServer

/// A client's wish to speak WebSocket: RFC 6455 section 4.2.
public struct WebSocketHandshake: Sendable {
    private let key: String
    /// The protocols it would speak, its favourite first.
    public let protocols: [String]

    /// Reads a request; nil when it is no such wish.
    public init?(_ request: HTTPRequest) {
        guard let upgrade = request.headers["Upgrade"], upgrade.lowercased() == "websocket",
            let key = request.headers["Sec-WebSocket-Key"]
        else { return nil }
        self.key = key
        protocols = request.headers.values("Sec-WebSocket-Protocol").flatMap {
            $0.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
    }

    /// The answer that agrees on a protocol.
    public func accept(
        _ protocolName: String, _ serve: @escaping @Sendable (WebSocketConnection) async -> Void
    ) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Connection", "Upgrade")
        headers.add("Upgrade", "websocket")
        headers.add("Sec-WebSocket-Accept", Self.proof(of: key))
        if !protocolName.isEmpty { headers.add("Sec-WebSocket-Protocol", protocolName) }
        return HTTPResponse(
            status: 101, headers: headers,
            body: .upgrade { connection in await serve(WebSocketConnection(connection)) })
    }

    /// What shows that the server understood.
    static func proof(of key: String) -> String {
        let text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        return base64(Array(Insecure.SHA1.hash(data: Array(text.utf8))))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isThere = place <= group.count
                text.append(isThere ? alphabet[word >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
