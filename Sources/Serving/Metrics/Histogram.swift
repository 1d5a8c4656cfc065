import Synchronization

/// How often values came, by size, for each combination of label values.
public final class Histogram: MetricFamily {
    private let table: MetricTable<Buckets>
    private let bounds: [Double]

    init(_ table: MetricTable<Buckets>, _ bounds: [Double]) {
        self.table = table
        self.bounds = bounds.sorted()
    }

    var name: String { table.name }

    /// Counts a value; `labels` are values in the metric's order.
    public func observe(_ value: Double, _ labels: [String] = []) {
        table.find(labels) { Buckets(bounds.count) }.add(value, bounds)
    }

    /// How many values came.
    public func count(_ labels: [String] = []) -> Int {
        table.find(labels) { Buckets(bounds.count) }.counted.total
    }

    func write(to text: inout MetricText) {
        let all = table.all
        guard !all.isEmpty else { return }
        text.head(name, table.help, .histogram)
        for (values, buckets) in all {
            let labels = Array(zip(table.labels, values))
            let counted = buckets.counted
            var sum = 0
            for (bound, count) in zip(bounds, counted.counts) {
                sum += count
                text.sample(
                    "\(name)_bucket", labels + [("le", MetricText.number(bound))], Double(sum))
            }
            text.sample("\(name)_bucket", labels + [("le", "+Inf")], Double(counted.total))
            text.sample("\(name)_sum", labels, counted.sum)
            text.sample("\(name)_count", labels, Double(counted.total))
        }
    }
}

/// One series of a histogram. Its numbers belong together: a lock of its own, held for two adds.
final class Buckets: Sendable {
    struct Counted {
        /// By bucket, without those below it; values above all bounds are in `total` alone.
        var counts: [Int]
        var total = 0
        var sum = 0.0
    }

    private let state: Mutex<Counted>

    init(_ count: Int) { state = Mutex(Counted(counts: Array(repeating: 0, count: count))) }

    var counted: Counted { state.withLock { $0 } }

    func add(_ value: Double, _ bounds: [Double]) {
        let index = bounds.firstIndex { value <= $0 }
        state.withLock { counted in
            if let index { counted.counts[index] += 1 }
            counted.total += 1
            counted.sum += value
        }
    }
}
