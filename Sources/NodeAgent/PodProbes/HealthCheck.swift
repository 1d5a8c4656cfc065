import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix

/// One question of gRPC's health protocol, over HTTP/2 without TLS.
struct HealthCheck {
    let host: String
    let port: Int
    let service: String

    func run(timeout: Duration) async -> ProbeAnswer {
        let limit = TimeAmount(timeout)
        do {
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let answer = loop.makePromise(of: ProbeAnswer.self)
            let channel = try await ClientBootstrap(group: loop).connectTimeout(limit)
                .connect(host: host, port: port).get()
            let timer = loop.scheduleTask(in: limit) {
                answer.succeed(.failure("timeout: health rpc did not complete within \(timeout)"))
            }
            let request = self
            channel.closeFuture.whenComplete { _ in
                answer.succeed(.failure("error: connection closed before an answer"))
            }
            try await loop.submit {
                try channel.pipeline.syncOperations.ask(request, answer, over: channel)
            }.get()
            let result = try await answer.futureResult.get()
            timer.cancel()
            try? await channel.close()
            return result
        } catch {
            return .failure(
                "error: failed to connect service \"\(host):\(port)\": "
                    + NetworkProbe.words(error))
        }
    }

    /// `HealthCheckRequest { string service = 1; }` behind gRPC's five bytes.
    fileprivate var message: [UInt8] {
        let name = Array(service.utf8.prefix(127))
        let body = name.isEmpty ? [] : [0x0A, UInt8(name.count)] + name
        return [0, 0, 0, 0, UInt8(body.count)] + body
    }

    fileprivate var headers: HPACKHeaders {
        [
            ":method": "POST", ":scheme": "http", ":path": "/grpc.health.v1.Health/Check",
            ":authority": "\(host):\(port)", "content-type": "application/grpc", "te": "trailers",
            "user-agent": "kube-probe/1.36",
        ]
    }

    /// What the service said: its status, or gRPC's.
    fileprivate static func answer(_ body: [UInt8], _ status: String?) -> ProbeAnswer {
        if let status, status != "0" {
            return .failure("error: health rpc failed with grpc status \(status)")
        }
        // `HealthCheckResponse { ServingStatus status = 1; }`
        let serving: [UInt8] = [0x08, 0x01]
        if body.count >= 7, Array(body[5..<7]) == serving { return .success }
        let number = body.count >= 7 ? body[6] : 0
        let name = [2: "NOT_SERVING", 3: "SERVICE_UNKNOWN"][number] ?? "UNKNOWN"
        return .failure("service unhealthy (responded with \"\(name)\")")
    }
}

extension ChannelPipeline.SynchronousOperations {
    /// Asks on a stream of a connection's own.
    fileprivate func ask(
        _ request: HealthCheck, _ answer: EventLoopPromise<ProbeAnswer>,
        over channel: any Channel
    ) throws {
        let multiplexer = HTTP2StreamMultiplexer(
            mode: .client, channel: channel, inboundStreamInitializer: nil)
        try addHandlers([NIOHTTP2Handler(mode: .client), multiplexer])
        multiplexer.createStreamChannel { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandler(
                    HealthStream(request, answer))
            }
        }.whenFailure { answer.succeed(.failure("error: \($0)")) }
    }
}

/// The stream of one question.
private final class HealthStream: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    private let request: HealthCheck
    private let answer: EventLoopPromise<ProbeAnswer>
    private var body: [UInt8] = []

    init(_ request: HealthCheck, _ answer: EventLoopPromise<ProbeAnswer>) {
        self.request = request
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.headers(.init(headers: request.headers))), promise: nil)
        let bytes = ByteBuffer(bytes: request.message)
        context.writeAndFlush(
            wrapOutboundOut(.data(.init(data: .byteBuffer(bytes), endStream: true))), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .headers(let part):
            if part.endStream {
                let status = part.headers.first(name: "grpc-status")
                answer.succeed(HealthCheck.answer(body, status))
            }
        case .data(let part):
            if case .byteBuffer(let bytes) = part.data, body.count < 1024 {
                body += Array(bytes.readableBytesView)
            }
            if part.endStream { answer.succeed(HealthCheck.answer(body, nil)) }
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        answer.succeed(.failure("error: \(error)"))
        context.close(promise: nil)
    }
}
