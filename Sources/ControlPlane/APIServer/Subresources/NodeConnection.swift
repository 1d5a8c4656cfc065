import APIMachinery
import HTTPServer
import JSON
import RemoteStreams
import ResourceModel

/// How the server reaches the agents of nodes.
extension APIServer {
    /// In which order a node's addresses are taken.
    private static let addressTypes = [
        "InternalIP", "Hostname", "InternalDNS", "ExternalDNS", "ExternalIP",
    ]

    /// Where a node's agent listens.
    func nodeEndpoint(_ name: String) throws(APIStatus) -> ExchangeTarget {
        let nodes = GroupResource(resource: "nodes")
        guard let node = cache.get(nodes, namespace: "", name: name)?.object() else {
            throw .notFound(nodes, name: name)
        }
        let addresses = node["status", "addresses"]?.array ?? []
        let host = Self.addressTypes.lazy.compactMap { type in
            addresses.first { $0["type"]?.string == type }?["address"]?.string
        }.first
        guard let host else {
            let types = Self.addressTypes.joined(separator: " ")
            throw .unknown("no preferred addresses found; known addresses: [\(types)]")
        }
        let endpoint = node["status", "daemonEndpoints", "kubeletEndpoint"]
        let port = endpoint?["Port"]?.int ?? 0
        let pair = identity.kubeletClient
        do {
            let credentials = try ClientCredentials(
                certificate: pair?.certificate ?? "", key: pair?.key ?? "")
            return ExchangeTarget(
                host: host, port: port > 0 ? port : 10_250, credentials: credentials)
        } catch {
            throw .unknown("\(error)")
        }
    }

    /// Passes an upgrade on to a node. When the node agrees, the two connections are joined; when
    /// it doesn't, its answer is the answer.
    func join(
        _ request: HTTPRequest, _ path: String, to node: ExchangeTarget
    ) async throws(APIStatus) -> HTTPResponse {
        let exchange = Exchange(
            method: request.method, path: path, headers: Self.upgradeFields(request.headers))
        let answer: Exchange.Answer
        do {
            answer = try await exchange.send(to: node)
        } catch {
            throw .unknown("error dialing backend: \(error)")
        }
        guard answer.status == 101 else {
            let bytes = await Self.start(of: answer)
            let text = String(decoding: bytes, as: UTF8.self).trimmed
            // kubectl takes `a: b` for a Status in YAML, of which it knows no member.
            if text.contains(": "), !text.hasPrefix("{") {
                throw APIStatus(
                    code: answer.status, reason: "",
                    message: "unable to upgrade connection: \(text)")
            }
            return HTTPResponse(
                status: answer.status, headers: Self.typed(answer), body: .bytes(bytes))
        }
        return HTTPResponse(
            status: 101, headers: Self.upgradeFields(answer.headers),
            body: .upgrade { client in await ByteBridge.join(client, answer.connection) })
    }

    /// `/api/v1/nodes/NAME/proxy/…`: what the node's own server says.
    func nodeProxy(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let http = context.http
        let parts = http.path.split(separator: "/").drop { $0 != "proxy" }.dropFirst()
        var path = "/" + parts.joined(separator: "/")
        if let query = http.query { path += "?" + query }
        var fields = HTTPFields()
        for name in ["Accept", "Content-Type"] {
            if let value = http.headers[name] { fields.add(name, value) }
        }
        let exchange = Exchange(
            method: http.method, path: path, headers: fields, body: http.body)
        let node = try nodeEndpoint(target.name)
        do {
            let answer = try await exchange.send(to: node)
            return HTTPResponse(
                status: answer.status, headers: Self.typed(answer), body: Self.body(answer))
        } catch {
            throw APIStatus(
                code: 503, reason: "ServiceUnavailable",
                message: "error trying to reach service: \(error)")
        }
    }

    /// The fields of a head that are about its upgrade.
    private static func upgradeFields(_ fields: HTTPFields) -> HTTPFields {
        var kept = HTTPFields()
        for (name, value) in fields.all {
            let lower = name.lowercased()
            guard
                ["connection", "upgrade", "x-stream-protocol-version"].contains(lower)
                    || (lower.hasPrefix("sec-websocket-") && !lower.hasSuffix("-extensions"))
            else { continue }
            kept.add(name, value)
        }
        return kept
    }

    static func typed(_ answer: Exchange.Answer) -> HTTPFields {
        var fields = HTTPFields()
        fields.add("Content-Type", answer.headers["Content-Type"] ?? "text/plain")
        return fields
    }

    /// A node's body as it comes: as fast as the client takes it.
    static func body(_ answer: Exchange.Answer) -> HTTPResponse.Body {
        .stream { stream in
            let connection = answer.connection
            let carrier = Task {
                while let bytes = await connection.read(), stream.write(bytes) {
                    while stream.pendingByteCount > 1 << 20, !Task.isCancelled {
                        try? await Task.sleep(for: .milliseconds(5))
                    }
                }
                connection.close()
                stream.close()
            }
            stream.onClose { carrier.cancel() }
        }
    }

    /// A body's first bytes: what a fault has to say.
    private static func start(of answer: Exchange.Answer) async -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < 50_000, let more = await answer.connection.read() { bytes += more }
        answer.connection.close()
        return bytes
    }

    /// A node's refusal as the API's.
    static func fault(_ answer: Exchange.Answer, _ target: ResourceTarget) async -> APIStatus {
        let bytes = await start(of: answer)
        if let status = (try? JSON(parsing: bytes)).flatMap({ APIStatus(parsing: $0) }) {
            return status
        }
        let text = String(decoding: bytes, as: UTF8.self).trimmed
        switch answer.status {
        case 400: return .badRequest(text)
        case 500: return .internalError(text)
        default:
            var details = APIStatus.Details()
            details.name = target.name
            details.kind = target.definition.groupResource.resource
            details.causes = [APIStatus.Cause(reason: "UnexpectedServerResponse", message: text)]
            let reasons = [401: "Unauthorized", 403: "Forbidden", 404: "NotFound"]
            let words = [
                401: "the server has asked for the client to provide credentials",
                403: text.isEmpty ? "forbidden" : text,
                404: "the server could not find the requested resource",
            ]
            let subject = "(\(details.kind) \(target.name))"
            let message = words[answer.status].map { "\($0) \(subject)" }
            return APIStatus(
                code: answer.status, reason: reasons[answer.status] ?? "",
                message: message ?? text, details: details)
        }
    }
}

extension APIStatus {
    /// 500 that nobody gave a reason for.
    static func unknown(_ message: String) -> APIStatus {
        APIStatus(code: 500, reason: "", message: message)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
