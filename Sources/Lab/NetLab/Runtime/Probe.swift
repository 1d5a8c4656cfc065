import LinuxSystem
import NetworkAddress

/// Asks whether something listens.
enum Probe {
    /// Whether a TCP connection succeeds from the calling thread's network namespace.
    static func connects(to target: SocketEndpoint) -> Bool {
        (try? StreamSocket(connect: target, timeout: .milliseconds(200))) != nil
    }
}
