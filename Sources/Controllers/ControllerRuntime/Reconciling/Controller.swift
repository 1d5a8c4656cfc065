import APIMachinery
import LinuxSystem
import Logging

/// What pursues one part of what the cluster's objects say.
public protocol Controller: Sendable {
    /// Upstream's name of it: what `--controllers` takes.
    static var name: String { get }

    /// What its events name as their source, where upstream has another name there.
    static var eventSource: String { get }

    /// Works until its task is cancelled. Nothing outlives that but writes under way.
    func run() async
}

extension Controller {
    public static var eventSource: String { name }
}

/// What every controller is given.
public struct ControllerContext: Sendable {
    /// Where it reads and writes.
    public var cluster: any Cluster
    /// Where it tells people what happened.
    public var events: EventRecorder
    /// Its log.
    public var logger: Logger
    /// The time of day. Waiting goes by the monotonic clock: this one may jump.
    public var now: @Sendable () -> Timestamp

    /// A context.
    public init(
        cluster: any Cluster, events: EventRecorder, logger: Logger,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.cluster = cluster
        self.events = events
        self.logger = logger
        self.now = now
    }
    /// The machine's clock.
    public static let wallClock: @Sendable () -> Timestamp = {
        Timestamp(microseconds: WallClock.microseconds)
    }
}
