import ClusterZone
import DNSServer
import KubernetesClient
import LinuxSystem
import Synchronization

/// One run of the server: begins with the first whole state of the objects.
final class ServeSession: Sendable {
    private let source: any ObjectSource
    private let configuration: ServerConfiguration
    private let server = Mutex<DNSServer?>(nil)
    // How following the objects ended, when it has.
    private let end = Mutex<Result<Void, any Error>?>(nil)

    private static let pause = Duration.milliseconds(100)

    init(_ source: any ObjectSource, _ configuration: ServerConfiguration) {
        self.source = source
        self.configuration = configuration
    }

    /// Serves until a signal arrives or the objects can't be followed. The calling thread waits.
    func run(until signals: ProcessSignals) throws {
        let following = Task {
            let result: Result<Void, any Error>
            do {
                try await follow()
                result = .success(())
            } catch {
                result = .failure(error)
            }
            end.withLock { $0 = result }
        }
        defer {
            following.cancel()
            server.withLock { $0 }?.stop()
        }
        while try signals.wait(timeout: Self.pause) == nil {
            if let result = end.withLock({ $0 }) { return try result.get() }
        }
    }

    private func follow() async throws {
        var follower = ClusterFollower(source, configuration.zone, serial: ServeClock.serial)
        try await follower.follow(
            problem: { Diagnostics.print($0 ?? "objects can be read again") },
            changed: { index in try self.serve(index) })
    }

    private func serve(_ index: ZoneIndex) throws {
        if let running = server.withLock({ $0 }) {
            running.publication.publish(index)
            return
        }
        let started = try DNSServer(configuration, index: index) { Diagnostics.print($0) }
        server.withLock { $0 = started }
        Diagnostics.print(
            "serving \(configuration.zone.zone) on \(started.endpoint) (UDP, TCP): "
                + "\(index.serviceCount) Services")
    }
}
