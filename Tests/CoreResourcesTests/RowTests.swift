import APIMachinery
import ResourceModel
import Testing

@Suite struct RowTests {
    @Test(arguments: [
        (
            "nodes",
            #"{"metadata":{"name":"n","labels":{"node-role.kubernetes.io/worker":""},"#
                + #""creationTimestamp":"2023-11-14T22:08:20Z"},"spec":{"unschedulable":true},"#
                + #""status":{"conditions":[{"type":"Ready","status":"True"}],"#
                + #""addresses":[{"type":"InternalIP","address":"10.0.0.1"}],"#
                + #""nodeInfo":{"kubeletVersion":"v1.36.2"}}}"#,
            [
                "n", "Ready,SchedulingDisabled", "worker", "5m", "v1.36.2", "10.0.0.1", "<none>",
                "<unknown>", "<unknown>", "<unknown>",
            ]
        ),
        (
            "endpointslices",
            #"{"metadata":{"name":"e"},"addressType":"IPv4","ports":[{"port":80}],"endpoints":["#
                + #"{"addresses":["1.1.1.1"]},{"addresses":["1.1.1.2"]},"#
                + #"{"addresses":["1.1.1.3"]},{"addresses":["1.1.1.4"]}]}"#,
            ["e", "IPv4", "80", "1.1.1.1,1.1.1.2,1.1.1.3 + 1 more...", "<unknown>"]
        ),
        (
            "endpoints",
            #"{"metadata":{"name":"e"},"subsets":[{"addresses":[{"ip":"1.1.1.1"},{"ip":"::2"}],"#
                + #""ports":[{"port":80}]}]}"#,
            ["e", "1.1.1.1:80,[::2]:80", "<unknown>"]
        ),
        (
            "resourcequotas",
            #"{"metadata":{"name":"q"},"status":{"hard":{"pods":"9","limits.cpu":"2"},"#
                + #""used":{"pods":"1"}}}"#,
            ["q", "pods: 1/9", "limits.cpu: 0/2", "<unknown>"]
        ),
        (
            "ipaddresses",
            #"{"metadata":{"name":"1.1.1.1"},"spec":{"parentRef":{"resource":"services","#
                + #""namespace":"n","name":"s"}}}"#,
            ["1.1.1.1", "services/n/s"]
        ),
        (
            "networkpolicies",
            #"{"metadata":{"name":"p"},"spec":{"podSelector":{"matchLabels":{"b":"1"},"#
                + #""matchExpressions":[{"key":"a","operator":"In","values":["y","x"]}]}}}"#,
            ["p", "a in (x,y),b=1", "<unknown>"]
        ),
        (
            "persistentvolumeclaims",
            #"{"metadata":{"name":"c"},"spec":{"volumeName":"v","volumeMode":"Block"},"status":"#
                + #"{"phase":"Bound","capacity":{"storage":"1Gi"},"#
                + #""accessModes":["ReadWriteMany","ReadWriteOnce"]}}"#,
            ["c", "Bound", "v", "1Gi", "RWO,RWX", "", "<unset>", "<unknown>", "Block"]
        ),
    ])
    func `a row shows what upstream shows`(
        plural: String, text: String, cells: [String]
    ) throws {
        #expect(try Written.cells(plural, text) == cells)
    }

    @Test func `an event's row counts a series, and says who reported it`() throws {
        let text = """
            {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p"},"type":"Normal",
            "reason":"R","message":" m\\n","eventTime":"2023-11-14T22:13:10.000000Z",
            "series":{"count":7,"lastObservedTime":"2023-11-14T22:13:15.000000Z"},
            "reportingComponent":"c","reportingInstance":"i"}
            """
        #expect(
            try Written.cells("events", text) == [
                "5s", "Normal", "R", "pod/p", "", "c, i", "m", "10s", "7", "e",
            ])
    }

    @Test(
        arguments: [
            (-2, "<invalid>"), (-1, "0s"), (0, "0s"), (119, "119s"), (120, "2m"), (200, "3m20s"),
            (600, "10m"), (10_799, "179m"), (10_800, "3h"), (11_000, "3h3m"), (28_800, "8h"),
            (172_800, "2d"), (176_400, "2d1h"), (691_200, "8d"), (63_072_000, "2y"),
            (64_000_000, "2y10d"), (252_288_000, "8y"),
        ] as [(Int64, String)])
    func `ages grow coarser`(seconds: Int64, text: String) {
        #expect(HumanDuration.text(seconds: seconds) == text)
    }

    @Test(arguments: [
        "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-21T14:59:00Z",
        "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    ])
    func `a time is read as it was written`(text: String) throws {
        #expect(try #require(Timestamp(parsing: text)).description == text)
    }

    @Test(arguments: [
        ("2026-01-02T03:04:05.6+01:30", "2026-01-02T01:34:05.600000Z"),
        ("2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.123456Z"),
    ])
    func `fractions and offsets are read`(text: String, expected: String) throws {
        #expect(try #require(Timestamp(parsing: text)).microTime == expected)
    }

    @Test(arguments: [
        "", "2026-01-02", "2026-13-02T03:04:05Z", "2026-02-29T03:04:05Z", "2026-01-02T24:00:00Z",
        "2026-01-02T03:04:05", "2026-01-02T03:04:05Zx", "2026-01-02T03:04:05.Z",
    ])
    func `what is no time is refused`(text: String) {
        #expect(Timestamp(parsing: text) == nil)
    }
}
