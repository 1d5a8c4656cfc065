/// Does other steps while requests go on, and counts those that fail.
struct DuringStep: StepAction {
    static let key = "during"

    var client: Actor
    var url: String
    var steps: [Scenario.Step]
    /// How many requests may fail.
    var failed: Int

    init(_ field: Field) throws {
        try field.allow("requests", "steps", "failed")
        let requests = try field.required("requests")
        try requests.allow("pod", "node", "host", "url")
        client = try Actor(requests)
        url = try requests.required("url").text()
        steps = try field.required("steps").list().map(Scenario.Step.init)
        failed = try field.member("failed")?.integer(0...Int.max) ?? 0
    }

    func run(in run: ScenarioRun) throws {
        let requests = try run.startRequests(url, by: client)
        defer { requests.abandon() }
        try run.poll(until: "requests to be answered", within: .seconds(10)) {
            try requests.answers().filter { $0.backend != nil }.count >= 50
        }
        for step in steps { try step.action.run(in: run) }
        let end = run.now()
        try run.poll(until: "requests to be answered after it", within: .seconds(10)) {
            try requests.answers().filter { $0.begin > end && $0.backend != nil }.count >= 50
        }
        let answers = try requests.finish()
        let tally = RequestTally(answers)
        let longest = answers.map { $0.end - $0.begin }.max() ?? 0
        run.say(
            "\(answers.count) requests to \(url) by \(client) meanwhile: "
                + "\(tally.failures.count) failed, \(tally.counts.count) pods answered, "
                + "the longest took \(Duration.nanoseconds(Int64(longest)).milliseconds) ms")
        guard tally.failures.count <= failed else {
            throw LabError(
                "\(tally.failures.count) requests failed where \(failed) may, "
                    + "the first: \(tally.failures[0])")
        }
    }
}
