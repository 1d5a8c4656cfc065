import PodNetwork
import Testing

@Suite struct StepTraceTests {
    static let id = "0af7651916cd43dd8448eb211c80319c"

    @Test func `a recorded trace is told with its ids`() throws {
        let form = try #require(
            StepTrace.Form(traceParent: "00-\(Self.id)-b7ad6b7169203331-01"))
        #expect(
            form.line("pair", start: 1_500_000, nanoseconds: 300_999)
                == "trace_id=\(Self.id) parent_id=b7ad6b7169203331 step=\"pair\" start_us=1500 "
                + "duration_us=300\n")
    }

    @Test(arguments: [
        "", "00", "00-\(id)-b7ad6b7169203331-00", "ff-\(id)-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-\(id)-0000000000000000-01", "00-\(id)-b7ad6b716920333-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-\(id)-b7ad6b7169203331-zz",
    ])
    func `what nobody records, or what is malformed, is not told`(text: String) {
        #expect(StepTrace.Form(traceParent: text) == nil)
    }

    @Test func `by hand the columns stand in line`() {
        #expect(
            StepTrace.Form.plain.line("pair", start: 1_005_000, nanoseconds: 12_345_678)
                == "   1.005 ms  +  12.345 ms  pair\n")
    }
}
