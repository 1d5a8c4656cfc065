import LinuxSystem

/// The role `monitor`: the parent of one container. Starts it, writes its log, serves those who
/// attach to it, and tells of its end. When it is killed, the kernel kills the container.
enum ContainerMonitor {
    static func run(_ folder: ContainerFolder) throws -> Never {
        try ProcessSignals.ignore(.brokenPipe)
        guard let monitor = ContainerProcess.Identity(running: CurrentProcess.id) else {
            throw StartFailure("/proc does not show process \(CurrentProcess.id)")
        }
        var process = ContainerProcess(monitor: monitor)
        try folder.write(process)
        let launch = try folder.readLaunch()
        do {
            let listener = try listen(folder)
            let streams = try ContainerStreams(launch)
            let first = try start(folder, launch, streams)
            process.first = ContainerProcess.Identity(running: first.pid)
            process.startedAt = WallClock.microseconds
            try folder.write(process)
            StartReport.send(failure: nil)
            let loop = try MonitorLoop(launch, streams, listener: listener)
            let end = ContainerExit(try loop.run(until: first))
            try end.write(to: launch.exitPath)
            loop.finish(end)
            try? Files.remove(folder.streamSocket)
        } catch {
            let end = ContainerExit(
                code: 128, reason: "StartError", message: "\(error)",
                finishedAt: WallClock.microseconds)
            try end.write(to: launch.exitPath)
            StartReport.send(failure: "\(error)")
        }
        CurrentProcess.exit(0)
    }

    private static func listen(_ folder: ContainerFolder) throws -> Descriptor {
        // What an earlier try left.
        if Files.exists(folder.streamSocket) { try Files.remove(folder.streamSocket) }
        return try LocalSocket.listen(at: folder.streamSocket)
    }

    /// Starts process 1 of the container and waits until the command runs.
    private static func start(
        _ folder: ContainerFolder, _ launch: ContainerLaunch, _ streams: ContainerStreams
    ) throws -> ChildProcess {
        let report = try PipeEnds()
        let network =
            launch.network.isEmpty ? nil : try NetworkNamespace(path: launch.network)
        var program = try ShimProgram.role("init", folder)
        program.extraStream = report.writing.rawValue
        program.networkNamespace = network?.descriptor
        program.hasOwnMounts = true
        program.hostname = launch.hostname.isEmpty ? nil : launch.hostname
        program.startsSession = true
        program.parentDeathSignal = .kill
        streams.connect(to: &program)
        if !launch.seesMachineProcesses { try Namespaces.unshareProcesses() }
        let first = try ChildProcess.spawn(program)
        withExtendedLifetime(network) {}
        streams.closePeers()
        let ends = report.release()
        let reading = Descriptor(owning: ends.reading)
        _ = Descriptor(owning: ends.writing)
        if let failure = try StartReport.receive(reading, from: "first process") {
            _ = try first.wait(timeout: .seconds(5))
            throw StartFailure(failure)
        }
        return first
    }
}
