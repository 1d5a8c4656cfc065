import Synchronization

/// The series of one metric, by their label values. The table's lock is held to find a series and
/// not to count in it.
final class MetricTable<Series: Sendable & AnyObject>: Sendable {
    let name: String
    let help: String
    let kind: MetricKind
    let labels: [String]
    private let series = Mutex<[[String]: Series]>([:])

    init(_ name: String, _ help: String, _ kind: MetricKind, _ labels: [String]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
    }

    /// The series of those label values, made when it is not there.
    func find(_ values: [String], _ make: () -> Series) -> Series {
        series.withLock { table in
            if let found = table[values] { return found }
            let made = make()
            table[values] = made
            return made
        }
    }

    func forget(_ values: [String]) { _ = series.withLock { $0.removeValue(forKey: values) } }

    /// All series in the order of their label values.
    var all: [(values: [String], series: Series)] {
        series.withLock { $0.map { ($0.key, $0.value) } }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    }
}

/// A double that threads change without a lock.
public final class AtomicNumber: Sendable {
    private let bits = Atomic<UInt64>(0)

    init() {}

    /// What it is now.
    public var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (done, found) = bits.weakCompareExchange(
                expected: old, desired: new, ordering: .relaxed)
            if done { return }
            old = found
        }
    }

    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
}
