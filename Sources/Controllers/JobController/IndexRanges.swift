/// Completion indexes as a job's status writes them: `1,3-5,7`.
package struct IndexRanges: Sendable, Hashable, CustomStringConvertible {
    /// Sorted, apart from each other by more than one.
    package private(set) var ranges: [ClosedRange<Int>] = []

    /// None.
    package init() {}

    /// The indexes of a text below a bound; what is no index is passed over.
    package init(parsing text: String, below bound: Int = .max) {
        for part in text.split(separator: ",") {
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last, first < bound
            else { continue }
            append(first...min(last, bound - 1))
        }
    }

    /// Indexes in any order, equal ones too.
    package init(_ indexes: some Sequence<Int>) {
        for index in indexes.sorted() { append(index...index) }
    }

    /// Adds a range that doesn't begin before those that are there.
    private mutating func append(_ range: ClosedRange<Int>) {
        if let last = ranges.last, range.lowerBound <= last.upperBound + 1 {
            ranges[ranges.count - 1] =
                last.lowerBound...max(last.upperBound, range.upperBound)
        } else {
            ranges.append(range)
        }
    }

    /// Whether an index is among them.
    package func contains(_ index: Int) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < index { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(index)
    }

    /// These and those.
    package func union(_ other: IndexRanges) -> IndexRanges {
        var all = IndexRanges()
        for range in (ranges + other.ranges).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            all.append(range)
        }
        return all
    }

    /// How many of these are among those.
    package func count(in other: IndexRanges) -> Int {
        ranges.reduce(0) { count, range in
            other.ranges.reduce(count) { $0 + $1.shared(with: range) }
        }
    }

    /// How many there are.
    package var count: Int { ranges.reduce(0) { $0 + $1.count } }

    /// Whether there are none.
    package var isEmpty: Bool { ranges.isEmpty }

    /// As a status writes them: two neighbours by a comma, more by a dash.
    package var description: String {
        ranges.map { range in
            switch range.count {
            case 1: "\(range.lowerBound)"
            case 2: "\(range.lowerBound),\(range.upperBound)"
            default: "\(range.lowerBound)-\(range.upperBound)"
            }
        }.joined(separator: ",")
    }
}

extension ClosedRange<Int> {
    /// How many of these are in another range.
    fileprivate func shared(with other: ClosedRange<Int>) -> Int {
        overlaps(other) ? clamped(to: other).count : 0
    }
}
