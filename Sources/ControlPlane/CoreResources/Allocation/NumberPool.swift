/// Numbers given out once each. Those below `reserved` are for writers who ask for a certain one;
/// others get one only when nothing else is left, so that a number chosen by hand is rarely taken
/// (Kubernetes: reserve of service addresses and of node ports, KEP-3070 and KEP-3668).
struct NumberPool: Sendable {
    private var used: Bitmap
    private let reserved: Int

    /// All free.
    init(count: Int, reserved: Int) {
        used = Bitmap(count: count)
        self.reserved = min(reserved, count)
    }

    /// How many there are.
    var count: Int { used.count }

    /// How many are taken.
    var taken: Int { used.taken }

    /// Takes a certain one; false when it is taken already.
    mutating func take(_ number: Int) -> Bool { used.insert(number) }

    /// Takes any; nil when there is none.
    mutating func takeAny(using random: inout SplitMix) -> Int? {
        for range in [reserved..<count, 0..<reserved] where !range.isEmpty {
            let start = Int.random(in: range, using: &random)
            if let number = used.firstFree(in: range, from: start) {
                _ = used.insert(number)
                return number
            }
        }
        return nil
    }

    /// Frees one.
    mutating func free(_ number: Int) { used.remove(number) }

    /// How many are kept for those who ask for a certain one.
    static func reserve(of count: Int, step: Int, from least: Int, to most: Int) -> Int {
        count <= least ? 0 : min(max(count / step, least), most)
    }
}
