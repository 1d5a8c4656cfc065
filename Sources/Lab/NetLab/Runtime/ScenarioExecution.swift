import LinuxSystem

/// Runs a scenario from the first namespace to the look for what is left.
struct ScenarioExecution {
    let scenario: Scenario
    let plan: LabPlan
    let options: NetLab.Options
    let interruption: Interruption

    private var console: Console { options.console }

    /// - Returns: whether everything was so; what wasn't is printed.
    func run() throws -> Bool {
        let start = MonotonicClock.nanoseconds
        let lab = try LabAssembly(
            plan: plan, folders: options.programs, console: console, interruption: interruption
        ).up()
        let took = Duration.nanoseconds(Int64(MonotonicClock.nanoseconds - start))
        let pods = try lab.client.list("/api/v1/pods").count
        console.say(
            "lab \(plan.name): \(plan.nodes.count) nodes, \(pods) pods, "
                + "up in \(took.milliseconds) ms; "
                + "objects are written by \(ClusterTool(lab).name)"
        )
        var failures = steps(of: ScenarioRun(lab: lab, console: console))
        failures += takeDown()
        for failure in failures { console.say("NOT SO: \(failure)") }
        console.say("\(scenario.name): \(failures.isEmpty ? "ok" : "failed")")
        return failures.isEmpty
    }

    /// A step that fails ends the scenario: the next ones build on it.
    private func steps(of run: ScenarioRun) -> [String] {
        var number = 0
        for step in scenario.steps {
            do {
                try interruption.check()
                if let title = step.title {
                    number += 1
                    console.say("\n\(number). \(title)")
                }
                try step.action.run(in: run)
                console.clear()
            } catch {
                console.clear()
                let title = step.title.map { " (\($0))" } ?? ""
                return ["\(step.place): \(error)\(title)"]
            }
        }
        return []
    }

    private func takeDown() -> [String] {
        console.say("\nTaking everything down")
        let leftovers = Leftovers(of: plan.name, paths: plan.paths)
        let start = MonotonicClock.nanoseconds
        var failures = LabDismantling(name: plan.name, paths: plan.paths).takeDown()
        let took = Duration.nanoseconds(Int64(MonotonicClock.nanoseconds - start))
        do {
            failures += try leftovers.find().map { "left: \($0)" }
        } catch {
            failures.append("look for what is left: \(error)")
        }
        if failures.isEmpty {
            console.say(
                "   nothing is left: no namespace, process, mount or file (\(took.milliseconds) ms)"
            )
        }
        return failures
    }
}
