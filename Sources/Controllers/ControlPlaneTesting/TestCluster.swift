import APIMachinery
import APIServer
import ControllerRuntime
import JSON
import LocalCluster
import Logging
import NetworkAddress
import ObjectStore
import Synchronization
import YAML

/// The real API server over a store in memory, without a network; for tests of what works on it.
///
/// What it runs ends with it: keep it until the test is over.
public final class TestCluster: Sendable {
    /// The server.
    public let server: APIServer
    /// The server as controllers see it.
    public let cluster: LocalCluster
    /// Says what goes wrong, and nothing else.
    public let logger: Logger
    private let tasks = Mutex<[Task<Void, Never>]>([])

    private init(_ server: APIServer) {
        self.server = server
        cluster = LocalCluster(server)
        var logger = Logger(label: "test")
        logger.logLevel = .error
        self.logger = logger
    }

    /// A server that has started.
    /// - Parameters:
    ///   - store: what it keeps its objects in.
    ///   - disabledAdmission: admission steps that are left out.
    public static func start(
        store: any ObjectStore = MemoryStore(),
        disabledAdmission: Set<String> = ["ServiceAccount"]
    ) async throws -> TestCluster {
        guard let range = IPPrefix("10.96.0.0/16"), let range6 = IPPrefix("fd00:96::/108"),
            let address = IPAddress("127.0.0.1")
        else { throw TestFailure("addresses") }
        var configuration = APIServerConfiguration(
            serviceRanges: [range, range6], advertisedAddress: address)
        configuration.disabledAdmission = disabledAdmission
        let server = APIServer(configuration: configuration, store: store)
        try await server.start()
        return TestCluster(server)
    }

    deinit {
        for task in tasks.withLock({ $0 }) { task.cancel() }
        server.stop()
    }

    /// What a controller is given; its events are written.
    /// - Parameter now: the time of day.
    public func context(
        component: String = "test",
        now: @escaping @Sendable () -> Timestamp = ControllerContext.wallClock
    ) -> ControllerContext {
        let events = EventRecorder(component: component, now: now)
        let (cluster, logger) = (cluster, logger)
        run { await events.run(to: cluster, logger: logger) }
        return ControllerContext(cluster: cluster, events: events, logger: logger, now: now)
    }

    /// Runs controllers until the test is over.
    public func run(_ controllers: any Controller...) {
        for controller in controllers { run { await controller.run() } }
    }

    /// Runs something until the test is over.
    /// - Returns: what to cancel to end it earlier.
    @discardableResult
    public func run(_ work: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        let task = Task { await work() }
        tasks.withLock { $0.append(task) }
        return task
    }
}

/// What a test expected and didn't find.
public struct TestFailure: Error, CustomStringConvertible {
    /// What.
    public var description: String

    /// A failure.
    public init(_ description: String) { self.description = description }
}
