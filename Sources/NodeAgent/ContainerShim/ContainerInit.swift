import LinuxSystem

/// The role `init`: process 1 of a container. Makes its files, starts its command, hands signals
/// on, takes the ends of orphans, and ends as the command does; the kernel ends the rest.
enum ContainerInit {
    static func run(_ folder: ContainerFolder) -> Never {
        let command: ChildProcess
        let signals: ProcessSignals
        do {
            let launch = try folder.readLaunch()
            // Before the root changes: the setting is the machine's own `/proc`.
            let score = Array("\(launch.oomScoreAdjustment)".utf8)
            // Lowering it takes a capability that a machine may have taken from root.
            try? Files.overwrite("/proc/self/oom_score_adj", score)
            try RootFolder(folder.rootFolder, launch).become()
            var program = try ProgramSearch.program(launch.command, of: launch)
            program.takesTerminal = launch.hasTerminal
            signals = try ProcessSignals(handedOn + [.childEnded])
            command = try ChildProcess.spawn(program)
        } catch {
            StartReport.send(failure: "\(error)")
            CurrentProcess.exit(128)
        }
        StartReport.send(failure: nil)
        watch(command, signals)
    }

    /// All but those that can't be caught, and those by which a program says that it is broken.
    private static let handedOn: [Signal] = (1...64).filter {
        ![4, 5, 7, 8, 9, 11, 17, 19, 20, 21, 22, 32, 33].contains($0)
    }.map(Signal.init(rawValue:))

    private static func watch(_ command: ChildProcess, _ signals: ProcessSignals) -> Never {
        while true {
            guard let arrival = try? signals.wait() else { continue }
            guard arrival.signal == .childEnded else {
                // It may have just ended.
                try? command.signal(arrival.signal)
                continue
            }
            while let (child, ending) = ChildProcess.reap() {
                if child.pid == command.pid { CurrentProcess.exit(ending.shellStatus) }
            }
        }
    }
}
