import ContainerShim
import Testing

/// Logs in CRI's format, and times in them.
@Suite struct LogTests {
    private static let stamp = "2026-11-21T17:24:31.123456000Z"

    private static let times: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000000000Z"),
        (1_795_281_871_123_456, stamp),
        (951_782_399_999_999, "2000-02-28T23:59:59.999999000Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000000Z"),
        (4_107_542_400_000_001, "2100-03-01T00:00:00.000001000Z"),
        (-1, "1969-12-31T23:59:59.999999000Z"),
    ]

    private func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(arguments: times)
    func `a time is written in UTC with nanoseconds`(_ microseconds: Int64, _ text: String) {
        #expect(LogStamp.text(microseconds) == text)
    }

    @Test func `lines are written whole, whatever pieces they come in`() {
        let text = Array("one\n\nthree\nfour".utf8)
        for cut in 0...text.count {
            var log = LogLines("stdout")
            var bytes = log.take(Array(text[..<cut]), at: Self.stamp)
            bytes += log.take(Array(text[cut...]), at: Self.stamp)
            #expect(
                lines(bytes) == [
                    "\(Self.stamp) stdout F one", "\(Self.stamp) stdout F ",
                    "\(Self.stamp) stdout F three",
                ])
            #expect(lines(log.finish(at: Self.stamp)) == ["\(Self.stamp) stdout F four"])
            #expect(log.finish(at: Self.stamp).isEmpty)
        }
    }

    @Test func `a line that is too long is cut, and can be put together again`() {
        var log = LogLines("stderr")
        let line = [UInt8](repeating: 0x78, count: 40_000)
        let written = lines(log.take(line + [0x0A], at: Self.stamp))
        let tags = written.map { $0.split(separator: " ")[2] }
        #expect(tags == ["P", "P", "F"])
        let whole = written.map { $0.split(separator: " ")[3] }.joined()
        #expect(whole.utf8.elementsEqual(line))
    }
}
