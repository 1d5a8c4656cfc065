import LinuxSystem
import NetworkAddress
import Synchronization
import Testing

/// Asks servers over sockets, on threads of its own: the pool's are the servers'.
enum Asking {
    /// The first line and the body; nil when nobody listens.
    static func get(_ place: SocketEndpoint, _ path: String = "/") async -> String? {
        await withCheckedContinuation { continuation in
            do {
                _ = try SystemThread.spawn(name: "client") {
                    continuation.resume(returning: try? blocking(place, path))
                }
            } catch {
                continuation.resume(returning: nil)
            }
        }
    }

    private static func blocking(_ place: SocketEndpoint, _ path: String) throws -> String {
        let socket = try StreamSocket(connect: place, timeout: .seconds(10))
        let request = "GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n"
        try socket.write(Array(request.utf8), timeout: .seconds(10))
        return String(decoding: try socket.readAll(timeout: .seconds(10)), as: UTF8.self)
    }

    /// Waits until a place answers so; nil stands for nobody listening.
    static func eventually(
        _ place: SocketEndpoint, _ path: String = "/", _ fits: (String?) -> Bool
    ) async throws -> Bool {
        let deadline = Deadline(after: .seconds(20))
        while !deadline.isOver {
            if fits(await get(place, path)) { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}

/// Lines that were said.
final class Sayings: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
