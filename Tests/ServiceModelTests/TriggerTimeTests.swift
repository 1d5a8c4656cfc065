import KubernetesAPI
import ServiceModel
import Testing

@Suite struct TriggerTimeTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-21T20:54:25Z", 1_795_294_465_000_000_000),
            ("2024-02-29T23:59:59.5Z", 1_709_251_199_500_000_000),
            ("2026-03-01T00:00:00.000000001Z", 1_772_323_200_000_000_001),
        ] as [(String, Int64)])
    func `a time is read to the nanosecond`(text: String, expected: Int64) {
        #expect(TriggerTime(text)?.nanoseconds == expected)
    }

    @Test(arguments: [
        "", "now", "2026-11-21", "2026-11-21T20:54:25", "2026-11-21T20:54:25+01:00",
        "2026-13-21T20:54:25Z", "2026-11-21T20:54:25.Z", "2026-11-21T20:54:25.1234567890Z",
        "2026-11-21T20:54:25Zx", "2026-1a-21T20:54:25Z",
    ])
    func `another text is no time`(text: String) {
        #expect(TriggerTime(text) == nil)
    }

    func changed(_ time: String, _ host: Int, name: String = "web-1") -> String {
        slice("[{addresses: [10.0.0.\(host)]}]", name: name).replacing(
            "namespace: default",
            with: "namespace: default\n  annotations: {\(TriggerTime.annotation): '\(time)'}")
    }

    @Test func `the earliest cause of a change is told, and a slice that is the same has none`()
        throws
    {
        var catalog = try catalog(
            changed("2026-11-21T20:54:25Z", 1)
                + changed("2026-11-21T20:54:20Z", 2, name: "web-2"))
        #expect(
            catalog.takeTriggerTimes() == [web: try #require(TriggerTime("2026-11-21T20:54:20Z"))])
        for object in try objects(changed("2026-11-21T21:00:00Z", 1)) { catalog.apply(object) }
        #expect(catalog.takeTriggerTimes() == [:])
        #expect(catalog.sources(of: web).count == 2)
    }
}
