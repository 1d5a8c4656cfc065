/// Sends requests, each on a connection of its own, and counts which backend answers how often.
///
/// A fair choice among n backends strays: of 300 requests to three, one backend in twenty gets
/// fewer than 85 or more than 115. So a first round outside the tolerance proves nothing; a second
/// one, of `again` requests, decides alone.
struct CountStep: StepAction {
    static let key = "count"

    var actor: Actor
    var url: String
    var requests: Int
    var again: Int
    /// How many pods must answer.
    var backends: Int
    /// How far a backend's share may be from an equal one, as a part of that.
    var tolerance: Double
    var family: String?

    init(_ field: Field) throws {
        try field.allow(
            "pod", "node", "host", "url", "requests", "again", "backends", "tolerance", "family")
        actor = try Actor(field)
        url = try field.required("url").text()
        requests = try field.required("requests").integer(1...1_000_000)
        again = try field.member("again")?.integer(1...1_000_000) ?? requests * 9
        backends = try field.required("backends").integer(1...1000)
        tolerance = try field.member("tolerance")?.number(0...100) ?? 0.15
        family = try field.member("family")?.text()
    }

    func run(in run: ScenarioRun) throws {
        let first = try round(requests, in: run)
        guard !first.isFair(among: backends, tolerance: tolerance) else { return }
        run.say("A share strays further than \(percent(tolerance)); \(again) more requests decide.")
        let second = try round(again, in: run)
        guard second.isFair(among: backends, tolerance: tolerance) else {
            throw LabError(
                "the share of a backend of \(url) is not "
                    + "1/\(backends) ± \(percent(tolerance))"
            )
        }
    }

    private func round(_ count: Int, in run: ScenarioRun) throws -> RequestTally {
        let answers = try run.request(url, count: count, by: actor, family: family)
        let tally = RequestTally(answers)
        run.say("\(count) requests to \(url) by \(actor):")
        for line in tally.table { run.say("  " + line) }
        if let failure = tally.failures.first {
            let failed = tally.failures.count
            throw LabError("\(failed) of \(count) requests failed, the first: \(failure)")
        }
        guard tally.counts.count <= backends else {
            throw LabError("\(tally.counts.count) pods answered where \(backends) are backends")
        }
        return tally
    }

    private func percent(_ part: Double) -> String { "\(Int((part * 100).rounded())) %" }
}
