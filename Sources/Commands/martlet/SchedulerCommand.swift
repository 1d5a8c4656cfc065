import ArgumentParser
import ControllerRuntime
import LinuxSystem
import Logging
import Scheduler

/// `martlet scheduler`: the scheduler alone, on an API server elsewhere.
struct SchedulerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheduler",
        abstract: "Place the pods of the cluster of a kubeconfig on its nodes.",
        discussion: """
            Of several processes one works; the others take over when it ends. \
            Ends on SIGTERM or SIGINT. Exit status: 0 ended as told, 1 can't run, 64 wrong use.
            """)

    @OptionGroup var connection: ConnectionFlags
    @OptionGroup var flags: SchedulerFlags
    @OptionGroup var election: ElectionFlags
    @OptionGroup var log: LogFlags

    func run() throws {
        let options = try flags.options()
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        let logger = log.start("martlet scheduler")
        let client = try connection.client()
        let election = election
        try SignalledTask.run(until: signals) {
            await election.run("kube-scheduler", client, logger) { cluster in
                await Self.work(options, cluster, logger)
            }
        }
    }

    /// Schedules until the task is cancelled.
    static func work(
        _ options: SchedulerOptions, _ cluster: any Cluster, _ logger: Logger
    ) async {
        let now = ControllerContext.wallClock
        let name = options.schedulerNames.sorted().first ?? "default-scheduler"
        let events = EventRecorder(component: name, now: now)
        let context = ControllerContext(
            cluster: cluster, events: events, logger: logger, now: now)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await events.run(to: cluster, logger: logger) }
            group.addTask { await Scheduler(context, options).run() }
        }
    }
}
