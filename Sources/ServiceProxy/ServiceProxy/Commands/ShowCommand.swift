import KubernetesClient
import KubernetesFiles
import LinuxSystem
import NetworkAddress
import Nftables
import NftablesDataplane
import ProxySettings
import ServiceModel

/// `svcproxy show`.
public struct ShowCommand: Sendable {
    private var origin: ObjectOrigin
    private var configuration: ProxyConfiguration
    private var format: OutputFormat
    private var console: Console

    /// The command.
    public init(
        origin: ObjectOrigin, configuration: ProxyConfiguration, format: OutputFormat,
        console: Console
    ) {
        self.origin = origin
        self.configuration = configuration
        self.format = format
        self.console = console
    }

    /// Prints each Service port with its frontends, endpoints and connections.
    public func run() async throws {
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        engine.take(try await origin.list(ProxyEngine.kinds).events)
        var meter = TrafficMeter()
        let report = try report(&engine, &meter)
        try StandardStream.output.write(report.text(format))
    }

    /// What the watch waits for.
    private enum Happening: Sendable {
        case objects(ObjectBatch)
        case tick
        case end((any Error)?)
    }

    /// Prints it again and again, with connections a second, until SIGINT or SIGTERM.
    ///
    /// On a terminal each picture replaces the last one; elsewhere they follow each other.
    public func watch(every interval: Duration) async throws {
        let signals = try SyncCommand.signals()
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        let source = origin.lenientSource
        let follower = Task {
            do {
                for try await batch in source.batches(of: ProxyEngine.kinds) {
                    happened.yield(.objects(batch))
                }
            } catch {
                happened.yield(.end(error))
            }
        }
        defer { follower.cancel() }
        _ = try SystemThread.spawn(name: "signals") {
            while let arrival = try? signals.wait(), arrival.signal == .hangUp {}
            happened.yield(.end(nil))
        }
        _ = try SystemThread.spawn(name: "pictures") {
            while true {
                MonotonicClock.sleep(interval)
                if case .terminated = happened.yield(.tick) { return }
            }
        }
        var engine = ProxyEngine(configuration: configuration, socket: try NftablesSocket())
        var meter = TrafficMeter()
        var isListed = false
        for await happening in happenings {
            switch happening {
            case .objects(let batch):
                engine.take(batch.events)
                guard batch.isInitialListComplete, !isListed else { continue }
                isListed = true
            case .tick: if !isListed { continue }
            case .end(let error):
                if let error { throw error }
                return
            }
            try draw(try report(&engine, &meter))
        }
    }

    private func draw(_ report: ServiceReport) throws {
        // Home, and clear what is below: a picture that is shorter leaves nothing of the last one.
        let start = StandardStream.output.isTerminal ? "\u{1B}[H\u{1B}[J" : ""
        try StandardStream.output.write(start + report.text(format) + "\n")
    }

    private func report(
        _ engine: inout ProxyEngine, _ meter: inout TrafficMeter
    ) throws -> ServiceReport {
        do {
            meter.note(try engine.traffic(), now: MonotonicClock.nanoseconds)
        } catch {
            console.detail("\(ProxyError(error, doing: "read counters"))")
        }
        let rows = engine.plans().map { family, plan in
            ServiceRow(
                family: family, plan: plan, connections: meter.connections(of: plan, family),
                rate: meter.rate(of: plan, family))
        }
        return ServiceReport(rows: rows)
    }
}
