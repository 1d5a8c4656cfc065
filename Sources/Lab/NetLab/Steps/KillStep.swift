/// Ends a program of the lab with SIGKILL, as a crash does. What the kernel was told stays.
struct KillStep: StepAction {
    static let key = "kill"

    /// `svcproxy`, `clusterdns`, or a pod's container.
    var program: String
    /// Of which node; nil: of all.
    var node: String?

    init(_ field: Field) throws {
        try field.allow("program", "node")
        program = try field.required("program").text()
        node = try field.member("node")?.name()
    }

    func run(in run: ScenarioRun) throws {
        let killed = run.lab.kill(program: program, node: node)
        guard !killed.isEmpty else {
            throw LabError("no program \"\(program)\" runs" + (node.map { " on \($0)" } ?? ""))
        }
        run.say("killed with SIGKILL: " + killed.joined(separator: ", "))
    }
}
