/// What to measure: `[SECTION…] [--count 200] [--width 50] [--rounds 4] [--existing 10000]`.
struct Options {
    /// Calls in sequence.
    var count = 200
    /// Calls at once.
    var width = 50
    /// How often that many.
    var rounds = 4
    /// Addresses and host ports that are there already.
    var existing = 10_000
    var sections: [Section] = []

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let name = rest.popFirst() {
            if let section = Section(rawValue: name) {
                sections.append(section)
                continue
            }
            guard let text = rest.popFirst(), let value = Int(text), value > 0 else {
                throw UsageError(argument: name)
            }
            switch name {
            case "--count": count = value
            case "--width": width = value
            case "--rounds": rounds = value
            case "--existing": existing = value
            default: throw UsageError(argument: name)
            }
        }
        if sections.isEmpty { sections = Section.allCases }
    }
}

struct UsageError: Error, CustomStringConvertible {
    var argument: String
    var description: String {
        let names = Section.allCases.map(\.rawValue).joined(separator: ", ")
        return """
            \(argument): expected --count, --width, --rounds or --existing and a number, or one of \
            \(names)
            """
    }
}
