/// The number that a StatefulSet's pod is known by: its name is the set's, a dash and this.
package struct Ordinal: Sendable, Hashable, Comparable {
    package var number: Int

    package init(_ number: Int) { self.number = number }

    /// The number in a pod's name; nil when it isn't of this set.
    package init?(of pod: String, in set: String) {
        guard pod.hasPrefix(set + "-") else { return nil }
        let digits = pod.dropFirst(set.utf8.count + 1)
        guard let number = Int(digits), number >= 0, String(number) == digits else { return nil }
        self.number = number
    }

    /// The pod's name.
    package func name(in set: String) -> String { "\(set)-\(number)" }

    package static func < (a: Ordinal, b: Ordinal) -> Bool { a.number < b.number }
}
