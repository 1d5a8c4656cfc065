import ContainerRuntime
import HTTPServer
import RemoteStreams
import Synchronization

/// Connections into a pod that a client forwards over one connection of SPDY: two streams for each,
/// one for its bytes and one for why it failed.
final class PortForwarding: Sendable {
    static let name = "portforward.k8s.io"
    /// Over WebSocket, whose messages then carry SPDY.
    static let tunnelName = "SPDY/3.1+portforward.k8s.io"

    private struct State {
        /// Streams that wait for their other half, by the client's number for the pair.
        var waiting: [String: SPDYStream] = [:]
        var sockets: [ObjectIdentifier: HTTPConnection] = [:]
        var isOver = false
    }

    private let connection: SPDYConnection
    private let runtime: any ContainerRuntime
    private let sandbox: String
    private let state = Mutex(State())

    init(_ connection: SPDYConnection, _ runtime: any ContainerRuntime, sandbox: String) {
        self.connection = connection
        self.runtime = runtime
        self.sandbox = sandbox
    }

    /// Serves until the client is gone.
    func run() async {
        await connection.run { stream in
            let number = stream.headers["requestid"] ?? stream.headers["port"] ?? ""
            let other = state.withLock { state in
                guard let other = state.waiting.removeValue(forKey: number) else {
                    state.waiting[number] = stream
                    return SPDYStream?.none
                }
                return other
            }
            guard let other else { return }
            let isData = stream.headers["streamtype"] == "data"
            let (data, errors) = isData ? (stream, other) : (other, stream)
            Task { await self.forward(data, errors) }
        }
        let sockets = state.withLock { state in
            state.isOver = true
            return Array(state.sockets.values)
        }
        for socket in sockets { socket.close() }
    }

    private func forward(_ data: SPDYStream, _ errors: SPDYStream) async {
        do {
            guard let port = UInt16(data.headers["port"] ?? ""), port > 0 else {
                throw RuntimeError(.failed, "\(data.headers["port"] ?? "") is no port")
            }
            do {
                let descriptor = try await runtime.connect(toPort: port, of: sandbox)
                let socket = try await HTTPConnection.adopting(socket: descriptor)
                await carry(data, socket)
            } catch {
                throw RuntimeError(
                    .failed, "error forwarding port \(port) to pod \(sandbox): \(error)")
            }
        } catch {
            try? await errors.write(Array("\(error)".utf8))
        }
        await data.finish()
        await errors.finish()
        connection.forget(data)
        connection.forget(errors)
    }

    private func carry(_ data: SPDYStream, _ socket: HTTPConnection) async {
        let id = ObjectIdentifier(socket)
        let isOver = state.withLock { state in
            state.sockets[id] = socket
            return state.isOver
        }
        defer { state.withLock { $0.sockets[id] = nil } }
        if isOver { return socket.close() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = await data.input.take() {
                    do { try await socket.write(bytes) } catch { return socket.close() }
                }
                if data.isReset { socket.close() } else { socket.finishWriting() }
            }
            while let bytes = await socket.read() {
                do { try await data.write(bytes) } catch { break }
            }
            socket.close()
            group.cancelAll()
        }
    }
}
