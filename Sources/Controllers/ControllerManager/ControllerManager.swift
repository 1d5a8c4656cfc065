import APIMachinery
import ControllerRuntime
import Logging

/// Runs the controllers, each with its own source of events, on shared caches.
public struct ControllerManager: Sendable {
    private let options: ControllerOptions
    private let cluster: any Cluster
    private let logger: Logger
    private let now: @Sendable () -> Timestamp

    /// The controllers that the options choose.
    public init(
        _ options: ControllerOptions, cluster: any Cluster, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = ControllerContext.wallClock
    ) {
        self.options = options
        self.cluster = cluster
        self.logger = logger
        self.now = now
    }

    /// Works until the task is cancelled.
    public func run() async {
        await withTaskGroup(of: Void.self) { group in
            for entry in Self.all
            where options.chosen.includes(entry.type.name, byDefault: entry.isOnByDefault) {
                var logger = logger
                logger[metadataKey: "controller"] = "\(entry.type.name)"
                let events = EventRecorder(component: entry.type.eventSource, now: now)
                let context = ControllerContext(
                    cluster: cluster, events: events, logger: logger, now: now)
                guard let first = entry.make(context, options) else { continue }
                group.addTask { await events.run(to: context.cluster, logger: context.logger) }
                group.addTask { await keepRunning(first, entry, context) }
            }
        }
    }

    /// A controller that ends without having been told to begins anew.
    private func keepRunning(
        _ first: any Controller, _ entry: ControllerEntry, _ context: ControllerContext
    ) async {
        var next: (any Controller)? = first
        while let controller = next, !Task.isCancelled {
            await controller.run()
            if Task.isCancelled { return }
            context.logger.error("ended; it begins anew")
            try? await Task.sleep(for: .seconds(1))
            next = entry.make(context, options)
        }
    }
}
