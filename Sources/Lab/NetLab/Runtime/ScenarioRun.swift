import LinuxSystem

/// A scenario while it runs: the lab, and what its steps do with it.
final class ScenarioRun {
    let lab: Lab
    private let console: Console

    init(lab: Lab, console: Console) {
        self.lab = lab
        self.console = console
    }

    /// Prints a step's text, indented below its title.
    func say(_ text: String) {
        console.clear()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !line.isEmpty { console.say("   " + line) }
        }
    }

    /// Nanoseconds of the monotonic clock.
    func now() -> UInt64 { MonotonicClock.nanoseconds }

    /// Runs a command in a pod or on a machine and waits for its end.
    func execute(_ command: [String], by actor: Actor) throws -> ProgramOutcome {
        console.progress("\(actor): \(command.joined(separator: " "))")
        let launch = launch(command, by: actor)
        let log = lab.plan.paths.log("scenario")
        let outcome = try during("run \(command.first ?? "") by \(actor)") {
            try launch.run(input: [], limit: .seconds(60), diagnostics: log)
        }
        try lab.interruption.check()
        return outcome
    }

    /// `netlab exec` itself does it, so that a scenario enters a pod as a user does.
    private func launch(_ command: [String], by actor: Actor) -> Launch {
        let place =
            switch actor {
            case .pod(let key): [key.name, "--namespace", key.namespace]
            case .node(let name), .host(let name): ["--machine", name]
            }
        var launch = Launch(
            lab.folders.netlab,
            ["exec", "--lab", lab.plan.name.description, "--state", lab.plan.paths.root] + place
                + ["--"] + command)
        launch.environment = [
            "PATH": Environment.value("PATH") ?? Launch.machinePath, "LC_ALL": "C",
            "SWIFT_BACKTRACE": "enable=no",
        ]
        return launch
    }

    private func requestCommand(_ url: String, _ more: [String]) -> [String] {
        [lab.folders.netlab, "request", url] + more
    }

    /// Sends requests one after the other and waits for their end.
    func request(
        _ url: String, count: Int, by actor: Actor, family: String?
    ) throws -> [RequestAnswer] {
        let more = ["--count", String(count)] + (family.map { ["--family", $0] } ?? [])
        let outcome = try execute(requestCommand(url, more), by: actor)
        let answers = RequestAnswer.lines(outcome.text)
        guard answers.count == count else {
            throw LabError(
                "netlab request printed \(answers.count) answers for \(count) requests "
                    + "(exit status \(outcome.status)): \(outcome.diagnostics)")
        }
        return answers
    }

    /// Sends requests until told to stop.
    func startRequests(_ url: String, by actor: Actor) throws -> RequestsInProgress {
        let file = lab.plan.paths.folder + "/requests"
        let launch = launch(requestCommand(url, ["--count", "0"]), by: actor)
        let process = try launch.start(named: "requests", log: file)
        return RequestsInProgress(process: process, file: file)
    }

    /// What changes objects.
    var tool: ClusterTool { ClusterTool(lab) }

    /// The time since a moment of `now`: `812.3 ms`, `7.4 s`.
    func time(since start: UInt64) -> String {
        let milliseconds = Int((now() - start) / 100_000)
        return milliseconds < 10_000
            ? "\(milliseconds / 10).\(milliseconds % 10) ms"
            : "\(milliseconds / 10_000).\(milliseconds / 1000 % 10) s"
    }

    /// Waits until every Deployment and pod is as it shall be.
    func settle(within limit: Duration, since start: UInt64) throws {
        var waiting: [String] = []
        do {
            try poll(until: "the cluster to settle", within: limit) {
                waiting = try ClusterProgress.unfinished(lab.client)
                return waiting.isEmpty
            }
        } catch let error as LabError where !waiting.isEmpty {
            throw LabError("\(error): \(waiting.joined(separator: ", "))")
        }
        say("all is ready after \(time(since: start))")
    }

    /// Prints the pods that users have, with their nodes.
    func showPods() throws {
        let pods = try lab.client.list("/api/v1/pods")
            .filter { ObjectReading.namespace(of: $0) != "kube-system" }
            .sorted { ObjectReading.key(of: $0) < ObjectReading.key(of: $1) }
        let rows = pods.map { pod in
            [
                ObjectReading.name(of: pod), ObjectReading.node(of: pod),
                ObjectReading.addresses(of: pod).first ?? "", PodWords.state(of: pod),
            ]
        }
        for line in Table(rows).lines { say("  " + line) }
    }

    /// Tries until it is right or the time is over; the last result counts.
    func poll<Result>(
        within limit: Duration, _ attempt: () throws -> (Result, isRight: Bool)
    ) throws -> Result {
        let deadline = Deadline(after: limit)
        while true {
            let (result, isRight) = try attempt()
            if isRight || deadline.isOver { return result }
            try lab.interruption.check()
            MonotonicClock.sleep(.milliseconds(20))
        }
    }

    /// Waits until something is so.
    func poll(
        until what: String, within limit: Duration, _ isSo: () throws -> Bool
    ) throws {
        try lab.wait(for: what, within: limit, pause: .milliseconds(20), isSo)
    }
}

/// Requests that go on while a step does something else.
struct RequestsInProgress {
    let process: LabState.Process
    let file: String

    /// What became of those that ended.
    func answers() throws -> [RequestAnswer] { RequestAnswer.lines(try Files.readText(file)) }

    /// Stops them and reads what became of each.
    func finish() throws -> [RequestAnswer] {
        ProcessEnd.end([process], grace: .seconds(2))
        let answers = try answers()
        try Files.remove(file)
        return answers
    }

    /// Stops them, if nobody did.
    func abandon() { ProcessEnd.end([process], grace: .milliseconds(100)) }
}
