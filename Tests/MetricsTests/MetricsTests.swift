import Metrics
import Testing

@Suite struct MetricsTests {
    private func text(_ registry: MetricRegistry) -> String {
        String(decoding: registry.text(), as: UTF8.self)
    }

    @Test func `metrics are written by name, series by their labels`() {
        let registry = MetricRegistry()
        let requests = registry.counter(
            "requests_total", "Requests by code.", labels: ["verb", "code"])
        let open = registry.gauge("open", "What is open.")
        requests.add(1, ["GET", "404"])
        requests.add(2, ["GET", "200"])
        requests.add(0.5, ["DELETE", "200"])
        open.add(3)
        open.add(-1)
        #expect(
            text(registry) == """
                # HELP open What is open.
                # TYPE open gauge
                open 2
                # HELP requests_total Requests by code.
                # TYPE requests_total counter
                requests_total{verb="DELETE",code="200"} 0.5
                requests_total{verb="GET",code="200"} 2
                requests_total{verb="GET",code="404"} 1

                """)
        #expect(requests.value(["GET", "404"]) == 1)
    }

    @Test func `a histogram's buckets hold what is below them`() {
        let registry = MetricRegistry()
        let seconds = registry.histogram(
            "seconds", "How long.", labels: ["verb"], bounds: [0.1, 1, 5])
        for value in [0.05, 0.1, 0.5, 3, 100] { seconds.observe(value, ["GET"]) }
        #expect(
            text(registry) == """
                # HELP seconds How long.
                # TYPE seconds histogram
                seconds_bucket{verb="GET",le="0.1"} 2
                seconds_bucket{verb="GET",le="1"} 3
                seconds_bucket{verb="GET",le="5"} 4
                seconds_bucket{verb="GET",le="+Inf"} 5
                seconds_sum{verb="GET"} 103.65
                seconds_count{verb="GET"} 5

                """)
    }

    @Test func `a metric without labels is there from the start, others with their first number`() {
        let registry = MetricRegistry()
        _ = registry.counter("a", "A.")
        _ = registry.counter("b", "B.", labels: ["x"])
        #expect(text(registry) == "# HELP a A.\n# TYPE a counter\na 0\n")
    }

    @Test func `numbers may be asked for when the text is made`() {
        let registry = MetricRegistry()
        registry.computed("objects", "Objects.", labels: ["resource"]) {
            [(["pods"], 3), (["nodes"], .infinity)]
        }
        #expect(
            text(registry).hasSuffix(
                "objects{resource=\"pods\"} 3\nobjects{resource=\"nodes\"} +Inf\n"))
    }

    @Test func `values and help are escaped`() {
        let registry = MetricRegistry()
        registry.gauge("g", "one\ntwo \\ \"three\"", labels: ["l"]).set(1, ["a\"b\\c\nd"])
        #expect(
            text(registry) == """
                # HELP g one\\ntwo \\\\ "three"
                # TYPE g gauge
                g{l="a\\"b\\\\c\\nd"} 1

                """)
    }

    @Test func `a gauge's series may go`() {
        let registry = MetricRegistry()
        let gauge = registry.gauge("g", "G.", labels: ["l"])
        gauge.set(1, ["a"])
        gauge.set(2, ["b"])
        gauge.forget(["a"])
        #expect(text(registry).hasSuffix("gauge\ng{l=\"b\"} 2\n"))
    }

    @Test func `nothing is lost when many count at once`() async {
        let registry = MetricRegistry()
        let counter = registry.counter("c", "C.")
        let histogram = registry.histogram("h", "H.", bounds: [1])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.add()
                        histogram.observe(0.5)
                    }
                }
            }
        }
        #expect(counter.value() == 80_000)
        #expect(histogram.count() == 80_000)
    }
}
