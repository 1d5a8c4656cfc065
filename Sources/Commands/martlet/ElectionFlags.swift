import APIMachinery
import ArgumentParser
import ControllerRuntime
import KubernetesClient
import LinuxSystem
import Logging

/// Whether and how processes take turns, as upstream's flags say it.
struct ElectionFlags: ParsableArguments {
    @Option(help: "Whether only one process of several works, by a Lease.")
    var leaderElect = true

    @Option(help: "How long others wait after the leader's last sign.")
    var leaderElectLeaseDuration = DurationArgument(.seconds(15))

    @Option(help: "How long a leader tries to renew.")
    var leaderElectRenewDeadline = DurationArgument(.seconds(10))

    @Option(help: "The pause between attempts.")
    var leaderElectRetryPeriod = DurationArgument(.seconds(2))

    @Option(help: "The Lease's name (default: the program's name upstream).")
    var leaderElectResourceName: String?

    @Option(help: "The Lease's namespace.")
    var leaderElectResourceNamespace = "kube-system"

    func validate() throws {
        let (lease, deadline) = (leaderElectLeaseDuration.duration, leaderElectRenewDeadline)
        guard lease > deadline.duration else {
            throw ValidationError(
                "--leader-elect-lease-duration: expected more than the renew deadline")
        }
        guard deadline.duration > leaderElectRetryPeriod.duration * 1.2 else {
            throw ValidationError(
                "--leader-elect-renew-deadline: expected more than 1.2 retry periods")
        }
        guard leaderElectRetryPeriod.duration > .zero else {
            throw ValidationError("--leader-elect-retry-period: expected more than 0")
        }
    }

    /// Works on a cluster while this process is the one to do so, with caches of its own each time.
    /// - Parameter name: the program's name upstream.
    func run(
        _ name: String, _ client: APIClient, _ logger: Logger,
        _ work: @escaping @Sendable (RemoteCluster) async -> Void
    ) async {
        let own = RemoteCluster(client, logger: logger)
        let working: @Sendable (Leadership?) async -> Void = { leadership in
            let cluster = RemoteCluster(client, logger: logger, leadership: leadership)
            await work(cluster)
            cluster.close()
        }
        guard leaderElect else { return await working(nil) }
        var options = LeaderElection.Options(
            name: leaderElectResourceName ?? name,
            identity: CurrentProcess.hostname + "_" + UUID.text())
        options.namespace = leaderElectResourceNamespace
        options.leaseDuration = leaderElectLeaseDuration.duration
        options.renewDeadline = leaderElectRenewDeadline.duration
        options.retryPeriod = leaderElectRetryPeriod.duration
        let events = EventRecorder(component: name, now: ControllerContext.wallClock)
        let election = LeaderElection(options, cluster: own, events: events, logger: logger)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await events.run(to: own, logger: logger) }
            group.addTask { await election.run { await working($0) } }
        }
    }
}
