/// The number that a StatefulSet's pod is known by: its name is the set's, a dash and this.
struct Ordinal: Sendable, Hashable, Comparable {
    var number: Int

    init(_ number: Int) { self.number = number }

    /// The number in a pod's name; nil when it isn't of this set.
    init?(of pod: String, in set: String) {
        guard pod.hasPrefix(set + "-") else { return nil }
        let digits = pod.dropFirst(set.utf8.count + 1)
        guard let number = Int(digits), number >= 0, String(number) == digits else { return nil }
        self.number = number
    }

    /// The pod's name.
    func name(in set: String) -> String { "\(set)-\(number)" }

    static func < (a: Ordinal, b: Ordinal) -> Bool { a.number < b.number }
}
