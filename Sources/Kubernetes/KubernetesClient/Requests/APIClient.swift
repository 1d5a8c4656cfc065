import AsyncHTTPClient
import JSON
import LinuxSystem
import NIOCore
import NIOPosix
import NIOSSL

/// Asks one API server, over connections that it keeps.
public final class APIClient: Sendable {
    /// The server and who asks.
    public let access: ClusterAccess
    private let http: HTTPClient
    private let base: String

    /// How long an answer other than a watch may take as a whole.
    private static let answerTimeout = TimeAmount.seconds(60)
    /// How long a watch may be silent: servers send a bookmark about every minute.
    private static let silence = TimeAmount.seconds(150)
    /// The largest answer that is read, in bytes: pages hold 500 objects.
    private static let largestAnswer = 512 << 20

    /// A client; connections are made when they are needed.
    /// - Parameter hasOwnThread: whether a thread made here opens its connections: it lives in the
    ///   network namespace of the caller's.
    /// - Throws: `ClientError.configuration` when certificates or keys can't be read.
    public init(_ access: ClusterAccess, hasOwnThread: Bool = false) throws(ClientError) {
        self.access = access
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .seconds(5), read: APIClient.silence)
        configuration.redirectConfiguration = .disallow
        // Who asks decides when to try again.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Watches last: each holds a connection of its own where HTTP/2 isn't spoken.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 128
        if access.server.hasPrefix("https://") {
            configuration.tlsConfiguration = try APIClient.tls(access)
        }
        (base, configuration.dnsOverride) = APIClient.named(access)
        let threads =
            hasOwnThread
            ? MultiThreadedEventLoopGroup(numberOfThreads: 1)
            : MultiThreadedEventLoopGroup.singleton
        http = HTTPClient(
            eventLoopGroupProvider: .shared(threads), configuration: configuration)
    }

    /// Ends all connections.
    public func close() async { try? await http.shutdown() }

    /// Asks, and reads the whole answer.
    /// - Parameters:
    ///   - path: what follows the server in the URL: `/api/v1/services?limit=500`.
    ///   - contentType: what the body is; patches have types of their own.
    /// - Throws: `ClientError`; an answer other than 2xx is a refusal.
    public func send(
        _ method: String, _ path: String, body: JSON? = nil,
        contentType: String = "application/json"
    ) async throws(ClientError) -> JSONDocument {
        let name = "\(method) \(access.server)\(path)"
        let (code, bytes) = try await exchange(method, path, body: body, contentType: contentType)
        guard (200..<300).contains(code) else { throw .refusal(name, code: code, body: bytes) }
        do throws(JSONError) {
            return try JSONDocument(parsing: bytes)
        } catch {
            throw .malformed(request: name, "\(error)")
        }
    }

    /// Asks, and reads the whole answer, whatever it is.
    /// - Parameter headers: beside those that every request has.
    /// - Returns: the HTTP status and the body.
    package func exchange(
        _ method: String, _ path: String, body: JSON?, contentType: String,
        headers: [String: String] = [:]
    ) async throws(ClientError) -> (code: Int, body: [UInt8]) {
        let name = "\(method) \(access.server)\(path)"
        var request = try request(method, path, name)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body {
            request.headers.add(name: "Content-Type", value: contentType)
            request.body = .bytes(body.serialized())
        }
        let answer = try await execute(request, name, within: APIClient.answerTimeout)
        return (Int(answer.status.code), try await read(answer, name))
    }

    /// Asks for one thing.
    public func get(_ path: String) async throws(ClientError) -> JSONDocument {
        try await send("GET", path)
    }

    /// Opens a watch, tells that it was taken, and hands over its lines until it ends.
    /// - Parameter name: what errors call it.
    /// - Throws: `ClientError`, also what `line` throws.
    package func lines(
        _ path: String, named name: String, opened: () -> Void,
        line: (ArraySlice<UInt8>) throws(ClientError) -> Void
    ) async throws(ClientError) {
        let request = try request("GET", path, name)
        // The server ends a watch by itself; this is for one that forgets to.
        let answer = try await execute(request, name, within: .hours(1))
        guard answer.status.code == 200 else {
            let bytes = try await read(answer, name)
            throw .refusal(name, code: Int(answer.status.code), body: bytes)
        }
        opened()
        var splitter = LineSplitter()
        var body = answer.body.makeAsyncIterator()
        while true {
            let piece: ByteBuffer?
            do {
                piece = try await body.next()
            } catch {
                throw .unreachable(request: name, APIClient.words(error))
            }
            guard let piece else { return }
            for found in splitter.split(Array(piece.readableBytesView)) { try line(found) }
        }
    }

    private func request(
        _ method: String, _ path: String, _ name: String
    ) throws(ClientError) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Accept", value: "application/json")
        request.headers.add(name: "User-Agent", value: "martlet")
        if let token = try token(name) {
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
        }
        return request
    }

    private func token(_ name: String) throws(ClientError) -> String? {
        switch access.credential {
        case .token(let token): return token
        case .tokenFile(let path):
            do throws(SystemError) {
                let text = try Files.readText(path)
                return String(text.split(whereSeparator: \.isWhitespace).first ?? "")
            } catch {
                throw .unreachable(request: name, "token: \(error)")
            }
        case .none, .certificate: return nil
        }
    }

    private func execute(
        _ request: HTTPClientRequest, _ name: String, within timeout: TimeAmount
    ) async throws(ClientError) -> HTTPClientResponse {
        do {
            return try await http.execute(request, timeout: timeout)
        } catch {
            throw .unreachable(request: name, APIClient.words(error))
        }
    }

    private func read(
        _ answer: HTTPClientResponse, _ name: String
    ) async throws(ClientError) -> [UInt8] {
        do {
            let bytes = try await answer.body.collect(upTo: APIClient.largestAnswer)
            return Array(bytes.readableBytesView)
        } catch {
            throw .unreachable(request: name, APIClient.words(error))
        }
    }

    private static func words(_ error: any Error) -> String {
        if let error = error as? HTTPClientError { return error.shortDescription }
        return "\(error)"
    }
}

extension APIClient {
    /// The server's URL under the name of its certificate, and where that name leads.
    private static func named(_ access: ClusterAccess) -> (String, [String: String]) {
        guard let name = access.serverName, access.server.hasPrefix("https://") else {
            return (access.server, [:])
        }
        let rest = access.server.dropFirst("https://".count)
        let authority = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(authority.count)
        let isBracketed = authority.hasPrefix("[")
        let host =
            isBracketed
            ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let port = authority.dropFirst(host.count + (isBracketed ? 2 : 0))
        return ("https://\(name)\(port)\(path)", [name: String(host)])
    }

    private static func tls(_ access: ClusterAccess) throws(ClientError) -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if access.skipsVerification { tls.certificateVerification = .none }
        do {
            if let authority = access.authority {
                tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(authority))
            }
        } catch {
            throw .configuration(
                "\(access.origin): certificate-authority: expected certificates in PEM")
        }
        guard case .certificate(let chain, let key) = access.credential else { return tls }
        do {
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(chain).map {
                .certificate($0)
            }
        } catch {
            throw .configuration(
                "\(access.origin): client-certificate: expected certificates in PEM")
        }
        do {
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: key, format: .pem))
        } catch {
            throw .configuration("\(access.origin): client-key: expected a private key in PEM")
        }
        return tls
    }
}
