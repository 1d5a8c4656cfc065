/// A number that only grows, for each combination of label values.
public final class Counter: MetricFamily {
    private let table: MetricTable<AtomicNumber>
    /// For a metric without labels nothing is looked up.
    private let only: AtomicNumber?

    init(_ table: MetricTable<AtomicNumber>) {
        self.table = table
        only = table.labels.isEmpty ? table.find([]) { AtomicNumber() } : nil
    }

    var name: String { table.name }

    /// Counts; `labels` are values in the order in which the metric names its labels.
    public func add(_ amount: Double = 1, _ labels: [String] = []) {
        (only ?? table.find(labels) { AtomicNumber() }).add(amount)
    }

    /// What was counted.
    public func value(_ labels: [String] = []) -> Double {
        (only ?? table.find(labels) { AtomicNumber() }).value
    }

    func write(to text: inout MetricText) { text.write(table) { $0.value } }
}

/// A number that goes up and down, for each combination of label values.
public final class Gauge: MetricFamily {
    private let table: MetricTable<AtomicNumber>
    private let only: AtomicNumber?

    init(_ table: MetricTable<AtomicNumber>) {
        self.table = table
        only = table.labels.isEmpty ? table.find([]) { AtomicNumber() } : nil
    }

    var name: String { table.name }

    /// Changes the number by that; `labels` are values in the metric's order.
    public func add(_ amount: Double, _ labels: [String] = []) {
        (only ?? table.find(labels) { AtomicNumber() }).add(amount)
    }

    /// Makes the number that.
    public func set(_ value: Double, _ labels: [String] = []) {
        (only ?? table.find(labels) { AtomicNumber() }).set(value)
    }

    /// The number.
    public func value(_ labels: [String] = []) -> Double {
        (only ?? table.find(labels) { AtomicNumber() }).value
    }

    /// Drops what is no longer there to be counted.
    public func forget(_ labels: [String]) { table.forget(labels) }

    func write(to text: inout MetricText) { text.write(table) { $0.value } }
}

/// A metric whose numbers are found when they are asked for.
struct ComputedMetric: MetricFamily {
    var name: String
    var help: String
    var kind: MetricKind
    var labels: [String]
    var numbers: @Sendable () -> [(labels: [String], value: Double)]

    init(
        name: String, help: String, kind: MetricKind, labels: [String],
        _ numbers: @escaping @Sendable () -> [(labels: [String], value: Double)]
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
        self.numbers = numbers
    }

    func write(to text: inout MetricText) {
        let numbers = numbers()
        guard !numbers.isEmpty else { return }
        text.head(name, help, kind)
        for number in numbers {
            text.sample(name, Array(zip(labels, number.labels)), number.value)
        }
    }
}
