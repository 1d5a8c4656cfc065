import LinuxSystem
import NetworkAddress

/// Asks whether something listens.
enum Probe {
    /// Whether a TCP connection succeeds from the calling thread's network namespace.
    static func connects(to target: SocketEndpoint) -> Bool {
        (try? StreamSocket(connect: target, timeout: .milliseconds(200))) != nil
    }

    /// Whether packets get there and back: a refusal is an answer, too.
    static func reaches(_ target: SocketEndpoint) -> Bool {
        do throws(SystemError) {
            _ = try StreamSocket(connect: target, timeout: .milliseconds(200))
            return true
        } catch {
            return error.errno == .econnrefused
        }
    }
}
