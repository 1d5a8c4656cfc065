import CRIProtocol
import ContainerRuntime
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import SwiftProtobuf

import struct ContainerRuntime.RuntimeError

/// The calls of a runtime's socket.
final class CRIConnection: Sendable {
    private let client: GRPCClient<HTTP2ClientTransport.Posix>
    private let connections: Task<Void, Never>
    private let timeout: Duration

    /// - Throws: when the endpoint is no path of a socket.
    init(endpoint: String, timeout: Duration) throws(RuntimeError) {
        let scheme = "unix://"
        let path = endpoint.hasPrefix(scheme) ? String(endpoint.dropFirst(scheme.count)) : endpoint
        guard path.hasPrefix("/") else {
            throw RuntimeError(
                .failed, "endpoint \"\(endpoint)\": expected unix:///path/of/the/socket")
        }
        var config = HTTP2ClientTransport.Posix.Config.defaults
        config.backoff = .init(
            initial: .milliseconds(100), max: .seconds(2), multiplier: 1.6, jitter: 0.2)
        config.channelDebuggingCallbacks.onCreateTCPConnection = PingAnswering.install
        let transport: HTTP2ClientTransport.Posix
        do {
            transport = try HTTP2ClientTransport.Posix(
                target: .unixDomainSocket(path: path, authority: "localhost"),
                transportSecurity: .plaintext, config: config)
        } catch {
            throw RuntimeError(.unavailable, "\(error)")
        }
        let client = GRPCClient(transport: transport)
        connections = Task { try? await client.runConnections() }
        self.client = client
        self.timeout = timeout
    }

    deinit { connections.cancel() }

    /// A call of the service of sandboxes and containers.
    func runtime<Request: Message, Response: Message>(
        _ method: String, _ request: Request, timeout: Duration? = nil
    ) async throws(RuntimeError) -> Response {
        try await call("runtime.v1.RuntimeService", method, request, timeout ?? self.timeout)
    }

    /// A call of the service of images.
    func images<Request: Message, Response: Message>(
        _ method: String, _ request: Request, timeout: Duration? = nil
    ) async throws(RuntimeError) -> Response {
        try await call("runtime.v1.ImageService", method, request, timeout ?? self.timeout)
    }

    /// Name and version of the runtime.
    func version() async throws(RuntimeError) -> CRIVersionResponse {
        var request = CRIVersionRequest()
        request.version = "v1"
        return try await runtime("Version", request)
    }

    private func call<Request: Message, Response: Message>(
        _ service: String, _ method: String, _ request: Request, _ timeout: Duration
    ) async throws(RuntimeError) -> Response {
        var options = CallOptions.defaults
        options.timeout = timeout
        // Lists of a full node are longer than gRPC's usual 4 MiB.
        options.maxResponseMessageBytes = 16 << 20
        do {
            return try await client.unary(
                request: ClientRequest(message: request),
                descriptor: MethodDescriptor(fullyQualifiedService: service, method: method),
                serializer: MessageCodec<Request>(), deserializer: MessageCodec<Response>(),
                options: options
            ) { try $0.message }
        } catch {
            throw RuntimeError(rpc: error, during: method)
        }
    }

    /// A call that is answered by a stream, until that ends.
    func follow<Request: Message, Response: Message>(
        _ service: String, _ method: String, _ request: Request, _: Response.Type,
        _ body: @escaping @Sendable (Response) -> Void
    ) async throws(RuntimeError) {
        do {
            try await client.serverStreaming(
                request: ClientRequest(message: request),
                descriptor: MethodDescriptor(fullyQualifiedService: service, method: method),
                serializer: MessageCodec<Request>(), deserializer: MessageCodec<Response>(),
                options: .defaults
            ) { response in
                for try await message in response.messages { body(message) }
            }
        } catch {
            throw RuntimeError(rpc: error, during: method)
        }
    }
}

extension RuntimeError {
    /// What a failed call means; its words are the runtime's own.
    init(rpc error: any Error, during method: String) {
        guard let error = error as? RPCError else {
            self.init(.failed, "\(method): \(error)")
            return
        }
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .deadlineExceeded: .timedOut
            case .unavailable: .unavailable
            default: .failed
            }
        // Refused connections say why only in their cause.
        let cause = code == .unavailable ? error.cause.map { ": \($0)" } ?? "" : ""
        self.init(code, error.message + cause)
    }
}
