/// Connects to what nobody serves: it must be refused, and at once, since a client that waits for a
/// timeout is an outage of its own.
struct RefusedStep: StepAction {
    static let key = "refused"

    var actor: Actor
    var url: String
    var within: Duration

    init(_ field: Field) throws {
        try field.allow("pod", "node", "host", "url", "within")
        actor = try Actor(field)
        url = try field.required("url").text()
        within = try field.required("within").duration()
    }

    func run(in run: ScenarioRun) throws {
        guard let answer = try run.request(url, count: 1, by: actor, family: nil).first else {
            throw LabError("the request to \(url) left no trace")
        }
        let took = Duration.nanoseconds(Int64(answer.end - answer.begin))
        guard case .failed(let reason) = answer.outcome else {
            throw LabError("\(url) was answered where it should be refused")
        }
        run.say("\(url): \(reason), after \(took.milliseconds) ms, name lookup included")
        guard reason.contains("ECONNREFUSED") else {
            throw LabError("\(url) was not refused: \(reason)")
        }
        guard took <= within else {
            throw LabError("\(url) was refused after \(took.milliseconds) ms only")
        }
    }
}

extension Duration {
    /// Milliseconds with one digit behind the point.
    var milliseconds: String {
        let parts = components
        let tenths = parts.seconds * 10_000 + parts.attoseconds / 100_000_000_000_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}
