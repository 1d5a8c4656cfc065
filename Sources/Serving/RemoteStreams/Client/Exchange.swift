import HTTPServer
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// One request on a connection of its own, whose answer may be an upgrade.
public struct Exchange: Sendable {
    /// An answer's head, and what follows it.
    public struct Answer: Sendable {
        public var status: Int
        public var headers: HTTPFields
        /// The body; after an upgrade the connection itself, both ways.
        public var connection: HTTPConnection
    }

    public var method: String
    /// With its query.
    public var path: String
    public var headers: HTTPFields
    public var body: [UInt8]

    public init(method: String, path: String, headers: HTTPFields, body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// Sends the request and waits for the answer's head.
    public func send(to target: ExchangeTarget) async throws(ExchangeError) -> Answer {
        let inbox = ConnectionInbox()
        do {
            let channel = try await connect(to: target, inbox)
            return try await withTaskCancellationHandler {
                let head = try await channel.head.get()
                return Answer(
                    status: head.status, headers: head.headers,
                    connection: HTTPConnection(channel.channel, inbox))
            } onCancel: {
                channel.channel.close(promise: nil)
            }
        } catch let error as ExchangeError {
            throw error
        } catch {
            throw ExchangeError(Self.words(error, target))
        }
    }

    private struct Opened: Sendable {
        var channel: any Channel
        var head: EventLoopFuture<AnswerHead>
    }

    private func connect(
        to target: ExchangeTarget, _ inbox: ConnectionInbox
    ) async throws -> Opened {
        let group = MultiThreadedEventLoopGroup.singleton
        let loop = group.next()
        let promise = loop.makePromise(of: AnswerHead.self)
        let request = requestHead(target)
        let body = body
        do {
            let channel = try await ClientBootstrap(group: loop)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelOption(.socketOption(.so_keepalive), value: 1)
                .connectTimeout(.seconds(10))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let handlers = channel.pipeline.syncOperations
                        if let credentials = target.credentials {
                            try handlers.addHandler(
                                NIOSSLClientHandler(
                                    context: credentials.context, serverHostname: nil))
                        }
                        let decoder = HTTPResponseDecoder(leftOverBytesStrategy: .forwardBytes)
                        try handlers.addHandlers(
                            HTTPRequestEncoder(), ByteToMessageHandler(decoder),
                            AnswerCollector(inbox, promise))
                    }
                }
                .connect(host: target.host, port: target.port).get()
            channel.write(HTTPClientRequestPart.head(request), promise: nil)
            if !body.isEmpty {
                let bytes = ByteBuffer(bytes: body)
                channel.write(HTTPClientRequestPart.body(.byteBuffer(bytes)), promise: nil)
            }
            channel.writeAndFlush(HTTPClientRequestPart.end(nil), promise: nil)
            return Opened(channel: channel, head: promise.futureResult)
        } catch {
            promise.fail(error)
            throw error
        }
    }

    private func requestHead(_ target: ExchangeTarget) -> HTTPRequestHead {
        var fields = HTTPHeaders([("Host", target.authority)])
        for field in headers.all { fields.add(name: field.name, value: field.value) }
        if !body.isEmpty || method == "POST" || method == "PUT" {
            fields.replaceOrAdd(name: "Content-Length", value: String(body.count))
        }
        return HTTPRequestHead(
            version: .http1_1, method: .init(rawValue: method), uri: path, headers: fields)
    }

    /// `dial tcp 10.0.0.1:10250: connect: connection refused`
    private static func words(_ error: any Error, _ target: ExchangeTarget) -> String {
        let prefix = "dial tcp \(target.authority): "
        var cause = error
        if let failed = error as? NIOConnectionError, let first = failed.connectionErrors.first {
            cause = first.error
        }
        if let error = cause as? IOError {
            switch error.errnoCode {
            case 111: return prefix + "connect: connection refused"
            case 113: return prefix + "connect: no route to host"
            case 101: return prefix + "connect: network is unreachable"
            case 110: return prefix + "i/o timeout"
            default: return prefix + error.description
            }
        }
        if case .connectTimeout? = cause as? ChannelError { return prefix + "i/o timeout" }
        return prefix + "\(cause)"
    }
}
