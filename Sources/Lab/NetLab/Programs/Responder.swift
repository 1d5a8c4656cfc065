import LinuxSystem
import NetworkAddress

/// Says its pod's and its node's name over HTTP and TCP on its TCP ports, and over UDP on its UDP
/// ports.
public struct Responder: Sendable {
    /// A port to serve: `80/tcp`.
    public struct Service: Hashable, Sendable, LosslessStringConvertible {
        let port: Port
        let transport: TransportProtocol

        /// Nil when the text is not `PORT/tcp` or `PORT/udp`.
        public init?(_ text: String) {
            let parts = text.split(separator: "/")
            guard parts.count == 2, let number = UInt16(parts[0]), number > 0,
                let transport = TransportProtocol(name: String(parts[1])),
                transport == .tcp || transport == .udp
            else { return nil }
            port = Port(rawValue: number)
            self.transport = transport
        }

        public var description: String { "\(port.rawValue)/\(transport.name)" }
    }

    let greeting: Greeting
    let services: [Service]

    /// A responder of a pod.
    public init(pod: String, node: String, services: [Service]) {
        greeting = Greeting(pod: pod, node: node)
        self.services = services
    }

    /// Serves until SIGTERM.
    public func run() throws {
        let signals = try ProcessSignals([.terminate, .interrupt])
        for service in services {
            // One socket serves both families; version 4 arrives mapped.
            let everywhere = SocketEndpoint(.v6(IPv6Address(high: 0, low: 0)), service.port)
            if service.transport == .tcp {
                let listener = try StreamListener(bind: everywhere, isVersion6Only: false)
                try spawn("tcp \(service.port.rawValue)") { accept(listener) }
            } else {
                let socket = try DatagramSocket(bind: everywhere, isVersion6Only: false)
                try spawn("udp \(service.port.rawValue)") { answer(socket) }
            }
        }
        _ = try signals.wait()
    }

    private func spawn(_ name: String, _ body: @escaping @Sendable () -> Void) throws {
        _ = try SystemThread.spawn(name: name, body)
    }

    private func accept(_ listener: StreamListener) {
        while true {
            do {
                guard let socket = try listener.accept() else { continue }
                try spawn("connection") {
                    // A client that breaks off is no concern of the others.
                    try? converse(socket)
                }
            } catch {
                try? StandardStream.error.write("\(error)\n")
                // Out of descriptors, say: that passes, and must not keep a processor busy.
                MonotonicClock.sleep(.milliseconds(10))
            }
        }
    }

    private func converse(_ socket: StreamSocket) throws {
        var bytes: [UInt8] = []
        while true {
            let head = bytes.isEmpty ? .incomplete : HTTPRequestHead(bytes)
            switch head {
            case .incomplete:
                guard try read(socket, into: &bytes) else { return }
            case .other:
                try socket.write(greeting.line, timeout: .seconds(10))
                return
            case .request(let byteCount, let keepsAlive):
                bytes.removeFirst(byteCount)
                try socket.write(greeting.http(keepsAlive: keepsAlive), timeout: .seconds(10))
                if !keepsAlive { return }
            }
        }
    }

    /// More bytes. A client that says nothing, or ends, is greeted like any other over raw TCP.
    private func read(_ socket: StreamSocket, into bytes: inout [UInt8]) throws -> Bool {
        let isFirst = bytes.isEmpty
        if try socket.read(into: &bytes, limit: 4096, timeout: .seconds(30)) > 0 { return true }
        if isFirst { try socket.write(greeting.line, timeout: .seconds(10)) }
        return false
    }

    private func answer(_ socket: DatagramSocket) {
        let batch = DatagramBatch(capacity: 16, receiveBytes: 2048, sendBytes: 512)
        while true {
            do {
                guard try batch.receive(from: socket) > 0 else { continue }
                batch.answer { _, _, answer in
                    for byte in greeting.line { answer.append(byte) }
                }
                try batch.send(to: socket)
            } catch {
                try? StandardStream.error.write("\(error)\n")
                MonotonicClock.sleep(.milliseconds(10))
            }
        }
    }
}
