/// Which of some numbers from zero on are taken; finding a free one looks at 64 at a time.
struct Bitmap: Sendable {
    /// How many numbers there are.
    let count: Int
    /// How many are taken.
    private(set) var taken = 0
    private var words: [UInt64]

    /// All free.
    init(count: Int) {
        self.count = count
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    /// Whether a number is taken.
    func contains(_ number: Int) -> Bool { words[number / 64] & 1 << UInt64(number % 64) != 0 }

    /// Takes a number; false when it was taken already.
    mutating func insert(_ number: Int) -> Bool {
        if contains(number) { return false }
        words[number / 64] |= 1 << UInt64(number % 64)
        taken += 1
        return true
    }

    /// Frees a number.
    mutating func remove(_ number: Int) {
        guard contains(number) else { return }
        words[number / 64] &= ~(1 << UInt64(number % 64))
        taken -= 1
    }

    /// The first free number of a range at or after a start, going round at the range's end; nil
    /// when all are taken.
    func firstFree(in range: Range<Int>, from start: Int) -> Int? {
        free(in: start..<range.upperBound) ?? free(in: range.lowerBound..<start)
    }

    private func free(in range: Range<Int>) -> Int? {
        var number = range.lowerBound
        while number < range.upperBound {
            let open = ~words[number / 64] >> UInt64(number % 64)
            if open != 0 {
                let found = number + open.trailingZeroBitCount
                return found < range.upperBound ? found : nil
            }
            number = (number / 64 + 1) * 64
        }
        return nil
    }
}
