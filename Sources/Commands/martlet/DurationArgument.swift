import ArgumentParser

/// A duration as Go writes it: `1m30s`, `500ms`, `1.5h`.
struct DurationArgument: ExpressibleByArgument {
    let duration: Duration

    init(_ duration: Duration) { self.duration = duration }

    private static let units: [(name: String, seconds: Double)] = [
        ("ms", 0.001), ("us", 0.000_001), ("ns", 0.000_000_001), ("h", 3600), ("m", 60), ("s", 1),
    ]

    init?(argument: String) {
        var rest = argument[...]
        if rest == "0" {
            self.init(.zero)
            return
        }
        guard !rest.isEmpty else { return nil }
        var seconds = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber && $0.isASCII || $0 == "." }
            rest = rest.dropFirst(digits.count)
            guard let number = Double(digits),
                let unit = Self.units.first(where: { rest.hasPrefix($0.name) })
            else { return nil }
            rest = rest.dropFirst(unit.name.count)
            seconds += number * unit.seconds
        }
        self.init(.seconds(seconds))
    }

    var defaultValueDescription: String { "\(duration.components.seconds)s" }
}
