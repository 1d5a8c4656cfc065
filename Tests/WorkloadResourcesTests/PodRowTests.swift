import APIMachinery
import JSON
import Testing

@Suite struct PodRowTests {
    private static let two = #""containers":[{"name":"a"},{"name":"b"}]"#

    @Test(arguments: [
        (
            #"{"spec":{"containers":[{"name":"a"}]},"status":{"phase":"Pending"}}"#,
            ["0/1", "Pending", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Running","containerStatuses":["#
                + #"{"name":"a","ready":true,"restartCount":1,"state":{"running":{}},"lastState":"#
                + #"{"terminated":{"finishedAt":"2026-01-01T00:05:00Z"}}},"#
                + #"{"name":"b","restartCount":2,"#
                + #""state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}"#,
            ["1/2", "CrashLoopBackOff", "3 (5m ago)"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Succeeded","containerStatuses":["#
                + #"{"name":"a","state":{"terminated":{"exitCode":0,"reason":"Completed"}}}]}}"#,
            ["0/2", "Completed", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Running","containerStatuses":["#
                + #"{"name":"a","state":{"terminated":{"reason":"Completed"}}},"#
                + #"{"name":"b","ready":true,"state":{"running":{}}}]}}"#,
            ["1/2", "NotReady", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Failed","containerStatuses":["#
                + #"{"name":"a","state":{"terminated":{"exitCode":3}}}]}}"#,
            ["0/2", "ExitCode:3", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Failed","containerStatuses":["#
                + #"{"name":"a","state":{"terminated":{"exitCode":3,"signal":9}}}]}}"#,
            ["0/2", "Signal:9", "0"]
        ),
        (
            #"{"spec":{\#(two),"initContainers":[{"name":"i"},{"name":"j"}]},"status":{"phase":"#
                + #""Pending","initContainerStatuses":[{"name":"i","state":{"terminated":"#
                + #"{"exitCode":0}}},{"name":"j","state":{"running":{}}}]}}"#,
            ["0/2", "Init:1/2", "0"]
        ),
        (
            #"{"spec":{\#(two),"initContainers":[{"name":"i"}]},"status":{"phase":"Pending","#
                + #""initContainerStatuses":[{"name":"i","restartCount":4,"state":{"waiting":"#
                + #"{"reason":"ErrImagePull"}}}]}}"#, ["0/2", "Init:ErrImagePull", "4"]
        ),
        (
            #"{"spec":{\#(two),"initContainers":[{"name":"i","restartPolicy":"Always"}]},"#
                + #""status":{"phase":"Running","initContainerStatuses":[{"name":"i","started":"#
                + #"true,"ready":true,"restartCount":2,"state":{"running":{}}}],"#
                + #""containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]}}"#,
            ["2/3", "Running", "2"]
        ),
        (
            #"{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{\#(two)},"#
                + #""status":{"phase":"Running"}}"#, ["0/2", "Terminating", "0"]
        ),
        (
            #"{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{\#(two)},"#
                + #""status":{"phase":"Running","reason":"NodeLost"}}"#, ["0/2", "Unknown", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Failed","reason":"Evicted"}}"#,
            ["0/2", "Evicted", "0"]
        ),
        (
            #"{"spec":{\#(two)},"status":{"phase":"Pending","conditions":[{"type":"#
                + #""PodScheduled","status":"False","reason":"SchedulingGated"}]}}"#,
            ["0/2", "SchedulingGated", "0"]
        ),
    ])
    func `a pod's row says what its containers are at`(text: String, cells: [String]) throws {
        let pod = try Written.read("pods", text)
        let row = try Written.definition("pods").cells(pod, Written.context.now)
        #expect(row[1...3].map { $0.string ?? "" } == cells)
    }

    @Test func `a wide row has the address, the node and the open gates`() throws {
        let text = #"""
            {"metadata":{"creationTimestamp":"2026-01-01T00:00:00Z"},
            "spec":{"nodeName":"n","readinessGates":[{"conditionType":"g"},{"conditionType":"h"}]},
            "status":{"podIPs":[{"ip":"10.0.0.1"}],"conditions":[{"type":"g","status":"True"}]}}
            """#
        let row = try Written.definition("pods").cells(
            try Written.read("pods", text), Written.context.now)
        #expect(row[4...] == ["10m", "10.0.0.1", "n", "<none>", "1/2"])
    }
}
