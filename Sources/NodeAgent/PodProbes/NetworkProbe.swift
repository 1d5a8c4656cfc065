import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// Asks over the network whether a container works. Each question has a connection of its own.
public final class NetworkProbe: Sendable {
    /// A question by HTTP.
    public struct Request: Sendable, Hashable {
        /// `http://10.1.0.5:8080/healthz`.
        public var url: String
        public var headers: [(name: String, value: String)] {
            get { pairs.map { ($0[0], $0[1]) } }
            set { pairs = newValue.map { [$0.name, $0.value] } }
        }
        private var pairs: [[String]] = []

        public init(url: String) { self.url = url }
    }

    private let http: HTTPClient

    /// Connections are made from the network of the process.
    public init() {
        var configuration = HTTPClient.Configuration()
        var tls = TLSConfiguration.makeClientConfiguration()
        // Who answers is known by its address; certificates of pods name none.
        tls.certificateVerification = .none
        configuration.tlsConfiguration = tls
        configuration.redirectConfiguration = .follow(max: 10, allowCycles: false)
        configuration.connectionPool.idleTimeout = .milliseconds(100)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Ends what is open.
    public func close() async { try? await http.shutdown() }

    /// GET: 200 … 399 is a yes.
    public func get(_ request: Request, timeout: Duration) async -> ProbeAnswer {
        var asked = HTTPClientRequest(url: request.url)
        asked.headers.add(name: "User-Agent", value: "kube-probe/1.36")
        asked.headers.add(name: "Accept", value: "*/*")
        asked.headers.add(name: "Connection", value: "close")
        for header in request.headers {
            asked.headers.replaceOrAdd(name: header.name, value: header.value)
        }
        do {
            let answer = try await http.execute(asked, timeout: TimeAmount(timeout))
            var read = 0
            for try await piece in answer.body {
                read += piece.readableBytes
                // Bodies are for people; what is long is none.
                if read > 10 * 1024 { break }
            }
            let code = Int(answer.status.code)
            if (200..<400).contains(code) { return .success }
            return .failure("HTTP probe failed with statuscode: \(code)")
        } catch {
            return .failure("Get \"\(request.url)\": \(Self.words(error))")
        }
    }

    /// A connection that opens is a yes.
    public func connect(host: String, port: Int, timeout: Duration) async -> ProbeAnswer {
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(TimeAmount(timeout)).connect(host: host, port: port).get()
            try? await channel.close()
            return .success
        } catch {
            let shown = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            return .failure("dial tcp \(shown): \(Self.words(error))")
        }
    }

    static func words(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError
        where error == .deadlineExceeded || error == .connectTimeout || error == .readTimeout:
            return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        case let error as HTTPClientError: return error.shortDescription
        case ChannelError.connectTimeout: return "i/o timeout"
        case let error as IOError: return words(error.errnoCode)
        case let error as NIOConnectionError:
            guard let first = error.connectionErrors.first?.error else {
                return "no such host"
            }
            return words(first)
        default: return "\(error)"
        }
    }

    private static func words(_ code: CInt) -> String {
        switch code {
        case 111: "connect: connection refused"
        case 113: "connect: no route to host"
        case 101: "connect: network is unreachable"
        case 110: "i/o timeout"
        case 104: "read: connection reset by peer"
        default: "connect: error \(code)"
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, atto) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + atto / 1_000_000_000)
    }
}
