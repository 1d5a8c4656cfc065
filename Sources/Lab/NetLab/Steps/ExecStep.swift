/// Runs a command in a pod, on a node or on a host, prints what it prints, and looks at it.
struct ExecStep: StepAction {
    static let key = "exec"

    var actor: Actor
    var command: [String]
    var status: Int
    /// Texts that the output must have.
    var output: [String]
    /// Until when it is tried again; nil: once.
    var within: Duration?

    init(_ field: Field) throws {
        try field.allow("pod", "node", "host", "command", "expect", "within")
        actor = try Actor(field)
        let command = try field.required("command")
        self.command = try command.texts()
        if self.command.isEmpty { throw command.error("expected a program and its arguments") }
        let expect = field.member("expect")
        try expect?.allow("status", "output")
        status = try expect?.member("status")?.integer(0...255) ?? 0
        output = try expect?.member("output")?.texts() ?? []
        within = try field.member("within")?.duration()
    }

    func run(in run: ScenarioRun) throws {
        run.say("\(actor)$ \(command.joined(separator: " "))")
        let outcome = try run.poll(within: within ?? .zero) {
            let outcome = try run.execute(command, by: actor)
            return (outcome, problem(in: outcome) == nil)
        }
        run.say(outcome.text)
        if let problem = problem(in: outcome) { throw LabError(problem) }
    }

    private func problem(in outcome: ProgramOutcome) -> String? {
        if outcome.status != status {
            return "exit status \(outcome.status) where \(status) was expected"
        }
        let missing = output.filter { !outcome.text.contains($0) }
        return missing.isEmpty
            ? nil : "the output has no " + missing.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}
