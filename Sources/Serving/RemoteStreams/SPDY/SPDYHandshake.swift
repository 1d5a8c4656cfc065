import HTTPServer

/// A client's wish to speak SPDY/3.1, and over it one of several protocols.
public struct SPDYHandshake: Sendable {
    /// The protocols it would speak, its favourite first.
    public let protocols: [String]

    /// Reads a request; nil when it is no such wish.
    public init?(_ request: HTTPRequest) {
        guard let upgrade = request.headers["Upgrade"], upgrade.lowercased() == "spdy/3.1" else {
            return nil
        }
        protocols = request.headers.values("X-Stream-Protocol-Version").flatMap {
            $0.split(separator: ",").map { String($0.drop { $0 == " " }) }
        }
    }

    /// The answer that agrees on a protocol.
    public func accept(
        _ protocolName: String, _ serve: @escaping @Sendable (SPDYConnection) async -> Void
    ) -> HTTPResponse {
        var headers = HTTPFields()
        headers.add("Connection", "Upgrade")
        headers.add("Upgrade", "SPDY/3.1")
        if !protocolName.isEmpty { headers.add("X-Stream-Protocol-Version", protocolName) }
        return HTTPResponse(
            status: 101, headers: headers,
            body: .upgrade { connection in await serve(SPDYConnection(connection)) })
    }
}
