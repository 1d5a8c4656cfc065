import LinuxSystem
import RouteNetlink

/// The kernel's own part of ADD and DEL: a pair with its far end in another namespace, made by one
/// message, and its deletion.
final class KernelPair {
    private let socket: RouteSocket
    private let pods: [NetworkNamespace]
    private var links: [Int: LinkIndex] = [:]

    init(pods: Int) throws {
        socket = try RouteSocket(in: try NetworkNamespace.create())
        self.pods = try (0..<pods).map { _ in try NetworkNamespace.create() }
    }

    /// - Returns: milliseconds.
    func call(_ command: String, pod: Int) throws -> Double {
        let start = MonotonicClock.nanoseconds
        if command == "ADD" {
            links[pod] =
                try socket.createVeth(
                    name: "bench\(pod)", isUp: true, peerName: "eth0",
                    peerNamespace: pods[pod].descriptor
                ).index
        } else if let link = links.removeValue(forKey: pod) {
            try socket.delete(link)
        }
        return Double(MonotonicClock.nanoseconds - start) / 1e6
    }
}
