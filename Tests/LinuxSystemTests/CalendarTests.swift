import LinuxSystem
import Testing

@Suite struct CalendarTests {
    @Test(
        arguments: [
            (0, [1970, 1, 1, 0, 0, 0, 0]),
            (-1, [1969, 12, 31, 23, 59, 59, 999_999]),
            (951_827_696_000_001, [2000, 2, 29, 12, 34, 56, 1]),
            (4_107_542_399_000_000, [2100, 2, 28, 23, 59, 59, 0]),
            (4_107_542_400_000_000, [2100, 3, 1, 0, 0, 0, 0]),
            (1_709_251_199_000_000, [2024, 2, 29, 23, 59, 59, 0]),
            (-62_135_596_800_000_000, [1, 1, 1, 0, 0, 0, 0]),
        ] as [(Int64, [Int64])])
    func `microseconds become a date`(microseconds: Int64, parts: [Int64]) {
        let time = CalendarTime(microseconds: microseconds)
        #expect(
            [
                time.year, time.month, time.day, time.hour, time.minute, time.second,
                time.microsecond,
            ] == parts)
    }
}
