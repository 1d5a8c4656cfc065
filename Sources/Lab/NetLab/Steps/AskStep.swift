/// Asks the resolver that a pod's `resolv.conf` names for records, as `dig` does.
struct AskStep: StepAction {
    static let key = "ask"

    var actor: Actor
    var name: String
    var type: String
    /// Texts of which each must be in an answer.
    var answers: [String]

    init(_ field: Field) throws {
        try field.allow("pod", "node", "host", "name", "type", "expect")
        actor = try Actor(field)
        name = try field.required("name").text()
        type = try field.required("type").text()
        answers = try field.required("expect").texts()
    }

    func run(in run: ScenarioRun) throws {
        let command = ["dig", "+noall", "+answer", "+tries=3", "+time=2", name + ".", type]
        let outcome = try run.execute(command, by: actor)
        run.say(outcome.text)
        guard outcome.status == 0 else {
            throw LabError("dig \(name) \(type): exit status \(outcome.status)")
        }
        // dig separates columns by tabs or spaces, as they fit.
        let lines = outcome.text.split(separator: "\n").map { line in
            line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        for answer in answers where !lines.contains(where: { $0.contains(answer) }) {
            throw LabError("no answer for \(name) \(type) has \"\(answer)\"")
        }
    }
}
