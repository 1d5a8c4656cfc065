/// Numbers for the Service ports with affinity. All addresses of a Service port share its number,
/// and so its clients' memory.
///
/// A packet carries the number in its priority from the choice of an endpoint until the choice is
/// remembered, two hooks' priorities later; the range keeps it apart from priorities in use.
package struct AffinityGroups: Sendable {
    package static let first: UInt32 = 0x4d00_0001
    package static let last: UInt32 = 0x4dff_ffff

    private var taken: Set<UInt32> = []
    private var next = AffinityGroups.first

    /// Keeps a number that was found in the kernel; false when it is taken, or none of ours.
    package mutating func adopt(_ number: UInt32) -> Bool {
        guard (AffinityGroups.first...AffinityGroups.last).contains(number) else { return false }
        return taken.insert(number).inserted
    }

    /// A number that isn't in use, as far as possible from those just released.
    package mutating func take() -> UInt32? {
        for _ in 0...taken.count {
            let number = next
            next = next == AffinityGroups.last ? AffinityGroups.first : next + 1
            if taken.insert(number).inserted { return number }
        }
        return nil
    }

    /// Gives a number back.
    package mutating func release(_ number: UInt32) { taken.remove(number) }
}
