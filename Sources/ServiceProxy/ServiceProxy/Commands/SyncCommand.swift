import FlowCleanup
import KubernetesClient
import KubernetesFiles
import LinuxSystem
import NetworkAddress
import Nftables
import ProxyHealth
import ProxySettings
import Synchronization

/// `svcproxy sync`: once, or until a signal ends it.
public struct SyncCommand: Sendable {
    /// Where the objects come from.
    public var origin: ObjectOrigin
    /// Whether to end after the first synchronisation.
    public var isOnce: Bool
    /// What the proxy is told.
    public var configuration: ProxyConfiguration
    /// Whether what kube-proxy left goes when the first synchronisation is done.
    public var takesOver: Bool
    /// Where it says what it does.
    public var console: Console

    /// The command.
    public init(
        origin: ObjectOrigin, isOnce: Bool, configuration: ProxyConfiguration,
        takesOver: Bool = false, console: Console
    ) {
        self.origin = origin
        self.isOnce = isOnce
        self.configuration = configuration
        self.takesOver = takesOver
        self.console = console
    }

    private static let collected = Mutex<ProcessSignals?>(nil)

    /// Collects signals for a program that was started with these words, if it will follow.
    ///
    /// To be called first of all, on the main thread: threads inherit which signals are blocked,
    /// and one that does not block them would be interrupted.
    public static func collectSignals(for words: [String]) throws {
        let command = words.dropFirst().first
        let stays =
            command == "sync" && !words.contains("--once")
            || command == "show" && words.contains { $0 == "--watch" || $0 == "-w" }
        guard stays else { return }
        let signals = try ProcessSignals([.terminate, .interrupt, .hangUp])
        collected.withLock { $0 = signals }
    }

    /// What the first thread does while others work; the program ends by itself.
    public static func waitForEver() -> Never {
        while true { MonotonicClock.sleep(.seconds(3600)) }
    }

    static func signals() throws -> ProcessSignals {
        if let signals = collected.withLock({ $0 }) { return signals }
        return try ProcessSignals([.terminate, .interrupt, .hangUp])
    }

    /// Runs to its end. What is programmed stays.
    public func run() async throws {
        let signals = isOnce ? nil : try SyncCommand.signals()
        let socket = try NftablesSocket()
        let engine = ProxyEngine(configuration: configuration, socket: socket)
        let health =
            isOnce
            ? nil
            : ProxyHealth(HealthSettings(configuration)) { [console] line in
                console.say(line)
            }
        let flows = try FlowCleaner { [console, health] event in
            console.tell(event)
            health?.metrics.note(event)
        }
        let takeover: (@Sendable () throws -> Void)? =
            takesOver ? { @Sendable [console] in try Takeover.run(socket, console) } : nil
        let daemon = ProxyDaemon(
            engine: engine, flows: flows, health: health, takeover: takeover, console: console)
        if let signals {
            NodeSettings.apply(configuration, console)
            try await health?.start()
            try await follow(daemon, signals, try TableWatch(own: socket))
        } else {
            try await daemon.syncOnce(
                try await origin.list(ProxyEngine.kinds), assigned: try AddressWatch.assigned())
        }
        await health?.stop()
        flows.finish()
    }

    /// What the daemon waits for, beside objects.
    enum Happening: Sendable {
        case signal(Signal)
        case sourceEnded(run: Int, (any Error)?)
        case addresses([IPAddress])
        case tablesTouched
    }

    /// Follows everything; begins the list anew at SIGHUP, ends at SIGTERM.
    private func follow(
        _ daemon: ProxyDaemon, _ signals: ProcessSignals, _ tables: TableWatch
    ) async throws {
        let (happenings, happened) = AsyncStream.makeStream(of: Happening.self)
        _ = try SystemThread.spawn(name: "signals") {
            while let signal = try? signals.wait()?.signal { happened.yield(.signal(signal)) }
        }
        try AddressWatch.start { happened.yield(.addresses($0)) }
        try tables.start { happened.yield(.tablesTouched) }
        var run = 0
        var pump = pump(daemon, run, happened)
        defer { pump.cancel() }
        for await happening in happenings {
            switch happening {
            case .signal(.hangUp):
                console.say("reading \(origin) again")
                run += 1
                pump.cancel()
                pump = self.pump(daemon, run, happened)
            case .signal: return
            case .sourceEnded(run, let error):
                throw ProxyError.failed(error.map { "\($0)" } ?? "\(origin): nothing to follow")
            case .sourceEnded: break
            case .addresses(let addresses): await daemon.take(assigned: addresses)
            case .tablesTouched:
                if let news = tables.take() {
                    await daemon.tablesTouched(by: news.whom, news.touch)
                }
            }
        }
    }

    /// Hands batches over one by one, so that a source merges what waits.
    private func pump(
        _ daemon: ProxyDaemon, _ run: Int, _ happened: AsyncStream<Happening>.Continuation
    ) -> Task<Void, Never> {
        let source = origin.lenientSource
        return Task {
            await daemon.beginList()
            do {
                for try await batch in source.batches(of: ProxyEngine.kinds) {
                    if Task.isCancelled { return }
                    await daemon.take(batch)
                }
                happened.yield(.sourceEnded(run: run, nil))
            } catch {
                happened.yield(.sourceEnded(run: run, error))
            }
        }
    }
}
