import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOSSL
import NIOTLS

/// Finds out what a new connection speaks, and sets it up for that.
struct ConnectionSetup: Sendable {
    private let service: Service
    private let channel: any Channel
    /// Ends a connection that does not come to say what it speaks.
    private let patience: Scheduled<Void>

    init(_ service: Service, _ channel: any Channel) {
        self.service = service
        self.channel = channel
        let limit = TimeAmount(service.configuration.limits.firstRequest)
        let patience = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in patience.cancel() }
        self.patience = patience
    }

    private var handlers: ChannelPipeline.SynchronousOperations { channel.pipeline.syncOperations }

    private func peer(_ shown: ShownCertificates? = nil) -> Peer {
        Peer(
            address: Self.text(channel.remoteAddress), isSecure: shown != nil,
            certificates: shown?.verified ?? [], certificateProblem: shown?.problem)
    }

    static func text(_ address: SocketAddress?) -> String {
        guard let address, let ip = address.ipAddress, let port = address.port else { return "" }
        return ip.utf8.contains(UInt8(ascii: ":")) ? "[\(ip)]:\(port)" : "\(ip):\(port)"
    }

    /// Without TLS: the first bytes tell.
    func sniff() throws {
        try handlers.addHandler(
            PrefaceSniffer { isHTTP2 in
                isHTTP2 ? try speakHTTP2(peer()) : try speakHTTP1(peer())
            })
    }

    /// With TLS: the handshake tells.
    func secure(with identity: TLSIdentity) throws {
        let seen = NIOLoopBoundBox<[NIOSSLCertificate]>([], eventLoop: channel.eventLoop)
        let tls = NIOSSLServerHandler(context: identity.current) { certificates, promise in
            // Whom they identify is found out below: a client with a certificate that is not good
            // is to be told so by an answer and not by the end of its handshake.
            seen.value = certificates
            promise.succeed(.certificateVerified)
        }
        try handlers.addHandler(tls)
        try handlers.addHandler(
            ApplicationProtocolNegotiationHandler { result in
                var certificates = seen.value
                // A session that goes on is not verified again.
                if certificates.isEmpty, let leaf = tlsCertificate() { certificates = [leaf] }
                let chain = certificates.compactMap { try? $0.toDERBytes() }
                guard !chain.isEmpty else {
                    return channel.eventLoop.makeCompletedFuture {
                        try speak(result, ShownCertificates())
                    }
                }
                return channel.eventLoop.makeFutureWithTask { await identity.verify(chain) }
                    .flatMapThrowing { try speak(result, $0) }
            })
        try handlers.addHandler(HandshakeEnd())
    }

    private func tlsCertificate() -> NIOSSLCertificate? {
        try? handlers.handler(type: NIOSSLServerHandler.self).peerCertificate
    }

    private func speak(_ result: ALPNResult, _ shown: ShownCertificates) throws {
        let handshake = try handlers.context(handlerType: HandshakeEnd.self)
        handlers.removeHandler(context: handshake, promise: nil)
        if case .negotiated("h2") = result { return try speakHTTP2(peer(shown)) }
        try speakHTTP1(peer(shown))
    }

    private func speakHTTP1(_ peer: Peer) throws {
        patience.cancel()
        let limits = service.configuration.limits
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldSize = limits.fieldBytes
        decoding.maxHeaderListSize = limits.fieldBytes
        decoding.maxHeaderFieldCount = limits.fieldCount
        // As NIO's own setup, but that bytes after a request for an upgrade are not lost.
        let decoder = HTTPRequestDecoder(
            leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoding)
        try handlers.addHandlers(
            HTTPResponseEncoder(), ByteToMessageHandler(decoder), HTTPServerPipelineHandler(),
            NIOHTTPResponseHeadersValidator(), ExchangeHandler(service, peer))
    }

    private func speakHTTP2(_ peer: Peer) throws {
        let limits = service.configuration.limits
        var peer = peer
        peer.isMultiplexed = true
        let management = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop,
            configuration: .init(
                maxIdleTime: TimeAmount(limits.idle), maxAge: nil, maxGraceTime: .seconds(10),
                keepalive: .init(pingInterval: .seconds(60), ackTimeout: .seconds(20))))
        let each = peer
        let http2 = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop,
            connectionConfiguration: limits.http2Connection,
            streamConfiguration: limits.http2Stream,
            streamDelegate: management.http2StreamDelegate
        ) { stream in
            // The idle timer above begins with the end of a stream.
            patience.cancel()
            return stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers(
                    HTTP2FramePayloadToHTTP1ServerCodec(), ExchangeHandler(service, each))
            }
        }
        let round = service.outbox(of: channel.eventLoop).round
        try handlers.addHandlers(FlushGate(round), http2, management)
    }
}

extension HTTPLimits {
    fileprivate var http2Connection: NIOHTTP2Handler.ConnectionConfiguration {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: streamsPerConnection),
            HTTP2Setting(parameter: .maxHeaderListSize, value: fieldBytes),
            HTTP2Setting(parameter: .initialWindowSize, value: 256 << 10),
        ]
        connection.targetWindowSize = 1 << 20
        connection.maximumRecentlyResetStreams = 1024
        connection.maximumConnectionGlitches = cancelsPerConnection
        connection.controlFrameRateLimit.maximumCount = cancelsPerConnection
        connection.controlFrameRateLimit.windowLength = .seconds(10)
        return connection
    }

    fileprivate var http2Stream: NIOHTTP2Handler.StreamConfiguration {
        var stream = NIOHTTP2Handler.StreamConfiguration()
        stream.targetWindowSize = 256 << 10
        stream.outboundBufferSizeHighWatermark = 128 << 10
        stream.outboundBufferSizeLowWatermark = 32 << 10
        stream.streamResetFrameRateLimit.maximumCount = cancelsPerConnection
        stream.streamResetFrameRateLimit.windowLength = .seconds(10)
        stream.streamErrorRateLimit.maximumCount = cancelsPerConnection
        stream.streamErrorRateLimit.windowLength = .seconds(10)
        return stream
    }
}
