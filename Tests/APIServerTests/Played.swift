import APIServer
import HTTPServer
import JSON
import NetworkAddress
import ObjectStore
import Testing

/// A server over a store in memory, asked without a network.
struct Played {
    let server: APIServer

    /// Pods need no service accounts, as no controller makes any.
    init(
        store: any ObjectStore = MemoryStore(),
        without disabledAdmission: Set<String> = ["ServiceAccount"]
    ) async throws {
        let range = try #require(IPPrefix("10.96.0.0/24"))
        let address = try #require(IPAddress("127.0.0.1"))
        var configuration = APIServerConfiguration(
            serviceRanges: [range], advertisedAddress: address)
        configuration.disabledAdmission = disabledAdmission
        server = APIServer(configuration: configuration, store: store)
        try await server.start()
    }

    /// Asks as an administrator: the code and the body.
    func ask(
        _ method: String, _ path: String, _ body: JSON? = nil, type: String = "application/json",
        fields: [(String, String)] = []
    ) async throws -> (code: Int, body: JSON) {
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        var headers = HTTPFields()
        headers.add("Accept", "application/json")
        if body != nil { headers.add("Content-Type", type) }
        for (name, value) in fields { headers.add(name, value) }
        let response = await server.respond(
            to: HTTPRequest(
                method: method, path: parts[0], query: parts.count == 2 ? parts[1] : nil,
                headers: headers, body: body?.serialized() ?? []))
        var bytes: [UInt8] = []
        switch response.body {
        case .bytes(let whole): bytes = whole
        case .pieces(let pieces): bytes = pieces.flatMap { $0 }
        case .stream, .upgrade: break
        }
        return (response.status, (try? JSON(parsing: bytes)) ?? .null)
    }
}
