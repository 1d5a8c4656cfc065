import Synchronization

/// The metrics of a program, and their text for Prometheus.
public final class MetricRegistry: Sendable {
    private let families = Mutex<[any MetricFamily]>([])

    /// No metrics.
    public init() {}

    /// A number that only grows, for each combination of labels.
    public func counter(_ name: String, _ help: String, labels: [String] = []) -> Counter {
        add(Counter(MetricTable(name, help, .counter, labels)))
    }

    /// A number that goes up and down, for each combination of labels.
    public func gauge(_ name: String, _ help: String, labels: [String] = []) -> Gauge {
        add(Gauge(MetricTable(name, help, .gauge, labels)))
    }

    /// How often values of a kind came, by size: `bounds` are the upper ends of its buckets.
    public func histogram(
        _ name: String, _ help: String, labels: [String] = [], bounds: [Double]
    ) -> Histogram {
        add(Histogram(MetricTable(name, help, .histogram, labels), bounds))
    }

    /// Numbers that are asked for when the text is made: label values and the number.
    public func computed(
        _ name: String, _ help: String, _ kind: MetricKind = .gauge, labels: [String] = [],
        _ numbers: @escaping @Sendable () -> [(labels: [String], value: Double)]
    ) {
        _ = add(ComputedMetric(name: name, help: help, kind: kind, labels: labels, numbers))
    }

    private func add<Family: MetricFamily>(_ family: Family) -> Family {
        families.withLock { $0.append(family) }
        return family
    }

    /// All metrics by name, in the text format 0.0.4.
    public func text() -> [UInt8] {
        var text = MetricText()
        for family in families.withLock({ $0 }).sorted(by: { $0.name < $1.name }) {
            family.write(to: &text)
        }
        return Array(text.text.utf8)
    }

    /// The `Content-Type` of the text.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"
}

/// What Prometheus calls a metric's type.
public enum MetricKind: String, Sendable {
    case counter, gauge, histogram
}

/// What a registry has of a metric.
protocol MetricFamily: Sendable {
    var name: String { get }
    func write(to text: inout MetricText)
}
