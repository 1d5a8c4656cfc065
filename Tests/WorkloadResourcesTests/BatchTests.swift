import APIMachinery
import JSON
import Testing

@Suite struct BatchTests {
    private func job(_ more: String = "", policy: String = "Never") -> String {
        let pod = #"{"restartPolicy":"\#(policy)","containers":[{"name":"c","image":"i"}]}"#
        return #"{"spec":{"template":{"spec":\#(pod)}\#(more.isEmpty ? "" : ",\(more)")}}"#
    }

    @Test func `a job selects its pods by its uid`() throws {
        let made = try Written.new("jobs", job())
        let uid = "batch.kubernetes.io/controller-uid"
        #expect(made["spec", "selector"] == ["matchLabels": [uid: "u1"]])
        let labels = made["spec", "template", "metadata", "labels"]
        #expect(labels?[uid] == "u1" && labels?["controller-uid"] == "u1")
        #expect(labels?["job-name"] == "x")
        #expect(made["metadata", "labels"] == labels)
    }

    @Test func `a job that selects by hand is let be`() throws {
        let selector = #""manualSelector":true,"selector":{"matchLabels":{"a":"b"}}"#
        let (made, faults) = try Written.create("jobs", job(selector))
        #expect(made["spec", "selector"] == ["matchLabels": ["a": "b"]])
        #expect(
            faults == [
                "spec.template.metadata.labels: Invalid value: null: "
                    + "`selector` does not match template `labels`"
            ])
    }

    @Test func `a selector that isn't the uid's alone is none of a job's own`() throws {
        let faults = try Written.faults(
            "jobs", job(#""selector":{"matchLabels":{"a":"b"}}"#))
        #expect(faults.contains { $0.hasSuffix("`selector` not auto-generated") })
    }

    @Test(arguments: [
        ("", "1", "1"), (#""parallelism":3"#, "nil", "3"), (#""completions":5"#, "5", "1"),
    ])
    func `one completion is what is wanted, unless a work queue is`(
        more: String, completions: String, parallelism: String
    ) throws {
        let spec = try #require(try Written.new("jobs", job(more))["spec"])
        #expect((spec["completions"]?.int).map(String.init) ?? "nil" == completions)
        #expect((spec["parallelism"]?.int).map(String.init) == parallelism)
        #expect(spec["backoffLimit"] == 6 && spec["suspend"] == false)
    }

    @Test func `a job in a CronJob's template waits for its defaults`() throws {
        let more = #""completionMode":"Indexed","completions":1,"podFailurePolicy":{"rules":[]}"#
        let template = job(more).dropFirst().dropLast()
        let text = #"{"spec":{"schedule":"@daily","jobTemplate":{\#(template)}}}"#
        let made = try Written.new("cronjobs", text)
        #expect(made["spec", "jobTemplate", "spec", "backoffLimit"] == nil)
        #expect(try Written.new("jobs", job(more))["spec", "podReplacementPolicy"] == "Failed")
    }

    @Test func `a job's pods end`() throws {
        #expect(
            try Written.faults("jobs", job(policy: "Always")) == [
                "spec.template.spec.restartPolicy: Required value: "
                    + "valid values: \"OnFailure\", \"Never\""
            ])
    }

    @Test func `only a suspended job can be moved`() throws {
        for (suspend, count) in [("true", 0), ("false", 1)] {
            let made = try Written.new("jobs", job(#""suspend":\#(suspend)"#))
            let faults = try Written.faults(changing: made, of: "jobs") {
                $0["spec", "template", "spec", "nodeSelector"] = ["a": "b"]
            }
            #expect(faults.count == count)
        }
    }

    @Test(arguments: [
        ("* * * * *", ""), ("*/5 0-6 1,15 jan MON-FRI", ""), ("@daily", ""), ("@every 1h", ""),
        ("* * * *", "expected exactly 5 fields, found 4: [* * * *]"),
        ("60 * * * *", "end of range (60) above maximum (59): 60"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax"),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ("@often", "unrecognized descriptor: @often"),
        ("TZ=UTC * * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"),
    ])
    func `a schedule's mistake is told`(schedule: String, fault: String) throws {
        let template = job().dropFirst().dropLast()
        let text = #"{"spec":{"schedule":"\#(schedule)","jobTemplate":{\#(template)}}}"#
        let expected =
            fault.isEmpty ? [] : ["spec.schedule: Invalid value: \"\(schedule)\": \(fault)"]
        #expect(try Written.faults("cronjobs", text) == expected)
    }

    @Test(arguments: [
        (#"{"spec":{"completions":1},"status":{}}"#, ["Running", "0/1", ""]),
        (
            #"{"spec":{"parallelism":3},"status":{"succeeded":2,"#
                + #""startTime":"2026-01-01T00:00:00Z"}}"#, ["Running", "2/1 of 3", "10m"]
        ),
        (
            #"{"spec":{"completions":1},"status":{"succeeded":1,"#
                + #""conditions":[{"type":"Complete","status":"True"}],"#
                + #""startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:01:00Z"}}"#,
            ["Complete", "1/1", "60s"]
        ),
    ])
    func `a job's row says how far it is`(text: String, cells: [String]) throws {
        let row = try Written.definition("jobs").cells(
            try Written.read("jobs", text), Written.context.now)
        #expect(row[1...3].map { $0.string ?? "" } == cells)
    }
}
