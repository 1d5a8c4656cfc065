import ArgumentParser
import ContainerRuntime
import ControllerRuntime
import KubernetesClient
import LinuxSystem
import Logging
import NodeAgent
import NodeRoutes
import PodStreams

/// `martlet agent`: runs the pods that are bound to this node.
struct AgentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Run the pods of a node.",
        discussion: """
            Registers the node, and runs its pods through containerd or as processes. When it \
            ends, on SIGTERM or SIGINT or any other way, pods go on; started again, it finds them. \
            Exit status: 0 ended as told, 1 can't run, 64 wrong use.
            """)

    @OptionGroup var connection: ConnectionFlags
    @OptionGroup var flags: AgentFlags
    @OptionGroup var runtime: RuntimeFlags
    @OptionGroup var network: NetworkFlags
    @OptionGroup var streams: StreamFlags
    @OptionGroup var log: LogFlags

    func run() throws {
        var options = try flags.options()
        options.network = try network.installation(runtime)
        options.routes = RouteMode(rawValue: network.routes)
        let signals = try ProcessSignals([.terminate, .interrupt])
        try ProcessSignals.ignore(.brokenPipe)
        let logger = log.start("martlet agent")
        let access = try connection.access()
        let client = try APIClient(access)
        try Files.createDirectories(options.rootDirectory, mode: 0o750)
        let runtime = try runtime.make(root: options.rootDirectory, logger)
        let settled = options
        let streamOptions = try streams.options(options, access)
        try SignalledTask.run(until: signals) {
            await Self.waitFor(runtime, logger)
            let cluster = RemoteCluster(client, logger: logger)
            let events = EventRecorder(
                component: "kubelet", host: settled.nodeName, now: ControllerContext.wallClock)
            let context = ControllerContext(
                cluster: cluster, events: events, logger: logger, now: ControllerContext.wallClock)
            let agent = try await NodeAgent(settled, runtime: runtime, in: context)
            let version = try await runtime.version
            logger.notice("node \(settled.nodeName) runs pods with \(version)")
            let server = try streamOptions.map {
                try PodStreamServer($0, runtime: runtime, directory: agent)
            }
            await withTaskGroup(of: Void.self) { group in
                if let server { group.addTask { await StreamFlags.serve(server, logger) } }
                group.addTask { await events.run(to: cluster, logger: logger) }
                group.addTask { await agent.run() }
            }
            cluster.close()
        }
    }

    /// Waits until the runtime answers: it may be started after the agent.
    private static func waitFor(_ runtime: any ContainerRuntime, _ logger: Logger) async {
        var isTold = false
        while !Task.isCancelled {
            do throws(RuntimeError) {
                _ = try await runtime.version
                return
            } catch {
                if !isTold { logger.warning("waiting for the container runtime: \(error)") }
                isTold = true
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}
