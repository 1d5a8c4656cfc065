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
        try run.poll(until: "requests to reach \(pod)", within: .seconds(10)) {
            let answers = try requests.answers()
            return answers.count >= 100 && answers.contains { $0.backend?.pod == pod.name }
        }
        let watch = try SegmentWatch(run.segmentCounter(of: pod))
        let start = run.now()
        try run.lab.beginRemoval(of: pod)
        try run.pause(drain)
        let seen = watch.finish()
        try run.lab.finishRemoval(of: pod)
        let removed = run.now()
        try run.poll(until: "requests after the removal", within: .seconds(10)) {
            try requests.answers().filter { $0.begin > removed && $0.backend != nil }.count >= 50
        }
        let answers = try requests.finish()
        let last = seen.flatMap { $0 > start ? $0 : nil }
        report(answers, start: start, last: last, in: run)
        try judge(answers, start: start, last: last)
    }

    private func report(
        _ answers: [RequestAnswer], start: UInt64, last: UInt64?, in run: ScenarioRun
    ) {
        let tally = RequestTally(answers)
        run.say("requests to \(url) before:")
        for line in RequestTally(answers.filter { $0.begin < start }).table { run.say("  " + line) }
        run.say("after \(pod) left the EndpointSlices:")
        for line in RequestTally(answers.filter { $0.begin >= start }).table {
            run.say("  " + line)
        }
        run.say("failed requests: \(tally.failures.count)")
        let longest = answers.map { $0.end - $0.begin }.max() ?? 0
        run.say("longest request: \(Duration.nanoseconds(Int64(longest)).milliseconds) ms")
        let time = last.map { Duration.nanoseconds(Int64($0 - start)).milliseconds } ?? "0.0"
        run.say("last packet to \(pod): after \(time) ms")
    }

    private func judge(_ answers: [RequestAnswer], start: UInt64, last: UInt64?) throws {
        let tally = RequestTally(answers)
        if tally.failures.count > failed {
            let first = tally.failures.first ?? ""
            throw LabError("\(tally.failures.count) requests failed, the first: \(first)")
        }
        let time = last.map { Duration.nanoseconds(Int64($0 - start)) } ?? .zero
        if time > lastPacket {
            throw LabError(
                "packets reached \(pod) for \(time.milliseconds) ms; "
                    + "\(lastPacket.milliseconds) ms were allowed")
        }
    }
}
