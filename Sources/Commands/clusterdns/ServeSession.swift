import ClusterZone
import DNSServer
import KubernetesClient
import KubernetesFiles
import LinuxSystem

/// One run of the server: begins with the first whole state of the objects.
final class ServeSession: Sendable {
    private let source: ManifestSource
    private let configuration: ServerConfiguration

    init(_ source: ManifestSource, _ configuration: ServerConfiguration) {
        self.source = source
        self.configuration = configuration
    }

    /// Serves until a signal arrives or the objects can't be followed.
    func run(until signals: ProcessSignals) async throws {
        let session = self
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await session.serve() }
            group.addTask { try await session.wait(for: signals) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func serve() async throws {
        var follower = ClusterFollower(
            source, configuration.zone, serial: ServeClock.serial)
        let slot = ServerSlot()
        defer { slot.stop() }
        try await follower.follow(
            problem: { Diagnostics.print($0 ?? "objects can be read again") },
            changed: { index in try slot.serve(self.configuration, index) })
    }

    private func wait(for signals: ProcessSignals) async throws {
        while !Task.isCancelled {
            if signals.take() != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// The server, once it runs.
private final class ServerSlot {
    private var server: DNSServer?

    func serve(_ configuration: ServerConfiguration, _ index: ZoneIndex) throws {
        if let server {
            server.publication.publish(index)
            return
        }
        let started = try DNSServer(configuration, index: index) { Diagnostics.print($0) }
        server = started
        Diagnostics.print(
            "serving \(configuration.zone.zone) on \(started.endpoint) (UDP, TCP): "
                + "\(index.serviceCount) Services")
    }

    func stop() { server?.stop() }
}
