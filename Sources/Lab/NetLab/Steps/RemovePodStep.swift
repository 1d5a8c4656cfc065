/// Removes a backend while requests go on, as a kubelet does: it leaves the EndpointSlices first,
/// goes on serving for `drain`, then ends.
struct RemovePodStep: StepAction {
    static let key = "removePod"

    var pod: PodKey
    var drain: Duration
    var client: Actor
    var url: String
    /// How many requests may fail.
    var failed: Int
    /// When the last packet must have reached it, counted from the change of the objects.
    var lastPacket: Duration

    init(_ field: Field) throws {
        try field.allow("name", "drain", "requests", "expect")
        pod = try field.required("name").pod()
        drain = try field.required("drain").duration()
        let requests = try field.required("requests")
        try requests.allow("pod", "node", "host", "url")
        client = try Actor(requests)
        url = try requests.required("url").text()
        let expect = field.member("expect")
        try expect?.allow("failed", "lastPacket")
        failed = try expect?.member("failed")?.integer(0...Int.max) ?? 0
        lastPacket = try expect?.member("lastPacket")?.duration() ?? drain
    }

    func run(in run: ScenarioRun) throws {
        let requests = try run.startRequests(url, by: client)
        defer { requests.abandon() }
        let segments = try run.segmentCounter(of: pod)
        try run.poll(until: "\(pod) is reached", within: .seconds(5)) { segments.count() > 0 }
        let start = run.now()
        try run.lab.beginRemoval(of: pod)
        let last = segments.watch(from: start, for: drain)
        try run.lab.finishRemoval(of: pod)
        let removed = run.now()
        try run.poll(until: "requests after the removal", within: .seconds(5)) {
            run.now() - removed > 200_000_000
        }
        let answers = try requests.finish()
        report(answers, start: start, last: last, in: run)
        try judge(answers, start: start, last: last)
    }

    private func report(
        _ answers: [RequestAnswer], start: UInt64, last: UInt64?, in run: ScenarioRun
    ) {
        let tally = RequestTally(answers)
        let later = RequestTally(answers.filter { $0.begin >= start })
        run.say("\(answers.count) requests to \(url) while \(pod) was removed:")
        for line in tally.table { run.say("  " + line) }
        run.say("after the removal began:")
        for line in later.table { run.say("  " + line) }
        run.say("failed requests: \(tally.failures.count)")
        let time = last.map { Duration.nanoseconds(Int64($0 - start)).milliseconds } ?? "0.0"
        run.say("last packet to \(pod): \(time) ms after it left the EndpointSlices")
    }

    private func judge(_ answers: [RequestAnswer], start: UInt64, last: UInt64?) throws {
        let tally = RequestTally(answers)
        if tally.failures.count > failed {
            throw LabError("\(tally.failures.count) requests failed, the first: \(tally.failures[0])")
        }
        guard answers.contains(where: { $0.begin > start + 100_000_000 && $0.backend != nil }) else {
            throw LabError("no request was answered after the removal")
        }
        let time = last.map { Duration.nanoseconds(Int64($0 - start)) } ?? .zero
        if time > lastPacket {
            throw LabError(
                "packets reached \(pod) for \(time.milliseconds) ms; "
                    + "\(lastPacket.milliseconds) ms were allowed")
        }
    }
}
