import JSON

/// Waits until every Deployment and pod is as it shall be.
struct SettledStep: StepAction {
    static let key = "settled"

    var within: Duration
    /// How often containers may have been started again; nil: as often as they were.
    var restarts: Int?

    init(_ field: Field) throws {
        try field.allow("within", "restarts")
        within = try field.required("within").duration()
        restarts = try field.member("restarts")?.integer(0...1000)
    }

    func run(in run: ScenarioRun) throws {
        try run.settle(within: within, since: run.now())
        try run.showPods()
        guard let restarts else { return }
        let counted = try run.lab.client.list("/api/v1/pods")
            .flatMap { $0["status"]?["containerStatuses"]?.array ?? [] }
            .reduce(0) { $0 + ($1["restartCount"]?.int ?? 0) }
        run.say("containers started again: \(counted)")
        guard counted <= restarts else {
            throw LabError("\(counted) restarts of containers where \(restarts) may be")
        }
    }
}
