import ContainerRuntime
import HTTPServer
import RemoteStreams

extension PodStreamService {
    /// `kubectl exec` and `kubectl attach`.
    func command(
        _ container: ContainerEntry, _ query: StreamQuery, isExec: Bool, _ http: HTTPRequest
    ) async throws(StreamFault) -> HTTPResponse {
        guard let run = container.current, run.isRunning else {
            throw StreamFault(
                status: 500,
                message: "container not found (\"\(container.name)\")")
        }
        let request = CommandRequest(
            container: run.id, command: isExec ? query.values("command") : [],
            hasInput: query.isTrue("input"), hasOutput: query.isTrue("output"),
            hasErrors: query.isTrue("error") && !query.isTrue("tty"),
            hasTerminal: query.isTrue("tty"))
        guard request.hasInput || request.hasOutput || request.hasErrors else {
            throw StreamFault(
                status: 400, message: "you must specify at least 1 of stdin, stdout, stderr")
        }
        guard !isExec || !request.command.isEmpty else {
            throw StreamFault(status: 400, message: "you must specify a command")
        }
        let upgrade = try CommandUpgrade(http)
        let opened: OpenedCommand
        do throws(RuntimeError) {
            opened = try await runtime.openCommand(request)
        } catch {
            throw StreamFault(status: error.code == .notFound ? 404 : 500, message: "\(error)")
        }
        switch opened {
        case .streams(let streams): return upgrade.accept(request, streams)
        case .address(let url): return try await passOn(http, to: url, upgrade)
        }
    }

    /// Somebody else serves the streams: the client's connection becomes one with theirs.
    private func passOn(
        _ http: HTTPRequest, to url: String, _ upgrade: CommandUpgrade
    ) async throws(StreamFault) -> HTTPResponse {
        guard upgrade.isForRuntimes else {
            // kubectl tries SPDY after that.
            throw StreamFault(
                status: 400, message: "unable to upgrade: the runtime speaks no such protocol")
        }
        guard let (target, path) = Self.target(of: url) else {
            throw StreamFault(status: 500, message: "the runtime's address is no URL: \(url)")
        }
        var fields = HTTPFields()
        for (name, value) in http.headers.all
        where ["connection", "upgrade", "x-stream-protocol-version"].contains(name.lowercased())
            || name.lowercased().hasPrefix("sec-websocket-")
        {
            fields.add(name, value)
        }
        let answer: Exchange.Answer
        do throws(ExchangeError) {
            answer = try await Exchange(method: http.method, path: path, headers: fields)
                .send(to: target)
        } catch {
            throw StreamFault(status: 500, message: "error dialing the runtime: \(error)")
        }
        guard answer.status == 101 else {
            let bytes = await answer.connection.read() ?? []
            answer.connection.close()
            throw StreamFault(
                status: answer.status, message: String(decoding: bytes, as: UTF8.self))
        }
        var head = HTTPFields()
        for (name, value) in answer.headers.all where name.lowercased() != "content-length" {
            head.add(name, value)
        }
        return HTTPResponse(
            status: 101, headers: head,
            body: .upgrade { client in await ByteBridge.join(client, answer.connection) })
    }

    /// Host, port and path of `http://127.0.0.1:37000/exec/…`.
    static func target(of url: String) -> (ExchangeTarget, path: String)? {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "http:",
            let colon = parts[2].lastIndex(of: ":"), let port = Int(parts[2][colon...].dropFirst())
        else { return nil }
        let host = parts[2][..<colon].filter { !"[]".contains($0) }
        return (ExchangeTarget(host: host, port: port), "/" + parts[3])
    }

    /// `kubectl port-forward`.
    func ports(_ pod: PodEntry, _ http: HTTPRequest) async throws(StreamFault) -> HTTPResponse {
        guard let sandbox = pod.sandbox else {
            throw StreamFault(
                status: 500, message: "sandbox of pod \"\(pod.name)\" is not running")
        }
        let runtime = runtime
        if let handshake = WebSocketHandshake(http),
            handshake.protocols.contains(PortForwarding.tunnelName)
        {
            return handshake.accept(PortForwarding.tunnelName) { connection in
                let spdy = SPDYConnection(WebSocketTunnel(connection))
                await PortForwarding(spdy, runtime, sandbox: sandbox).run()
            }
        }
        if let handshake = SPDYHandshake(http),
            handshake.protocols.isEmpty || handshake.protocols.contains(PortForwarding.name)
        {
            return handshake.accept(PortForwarding.name) { spdy in
                await PortForwarding(spdy, runtime, sandbox: sandbox).run()
            }
        }
        throw StreamFault(status: 400, message: "Upgrade request required")
    }
}

/// A client's wish for a command's streams, in one of the protocols that are spoken here.
enum CommandUpgrade {
    case webSocket(WebSocketHandshake, String)
    case spdy(SPDYHandshake, String)

    /// - Throws: 400 when it is no such wish.
    init(_ http: HTTPRequest) throws(StreamFault) {
        if let handshake = WebSocketHandshake(http) {
            let agreed = handshake.protocols.first(where: WebSocketClient.protocols.contains)
            if let agreed {
                self = .webSocket(handshake, agreed)
                return
            }
        } else if let handshake = SPDYHandshake(http) {
            let agreed = handshake.protocols.first(where: SPDYClient.protocols.contains)
            if let agreed {
                self = .spdy(handshake, agreed)
                return
            }
        } else {
            throw StreamFault(status: 400, message: "Upgrade request required")
        }
        throw StreamFault(
            status: 403, message: "unable to upgrade: none of the client's protocols is known")
    }

    /// Whether container runtimes speak it too: containerd takes SPDY, and WebSocket up to v4.
    var isForRuntimes: Bool {
        switch self {
        case .webSocket(let handshake, _): handshake.protocols.contains("v4.channel.k8s.io")
        case .spdy: true
        }
    }

    func accept(_ request: CommandRequest, _ streams: any CommandStreams) -> HTTPResponse {
        switch self {
        case .webSocket(let handshake, let name):
            handshake.accept(name) { connection in
                let client = WebSocketClient(connection)
                await CommandSession(request: request, streams: streams, client: client).run()
            }
        case .spdy(let handshake, let name):
            handshake.accept(name) { connection in
                let client = SPDYClient(connection, request)
                await CommandSession(request: request, streams: streams, client: client).run()
            }
        }
    }
}
