/// What to measure: `--count 200 --width 50 --rounds 4`.
struct Options {
    var count = 200
    var width = 50
    var rounds = 4

    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var rest = arguments
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(), let value = Int(text), value > 0 else {
                throw UsageError(argument: name)
            }
            switch name {
            case "--count": count = value
            case "--width": width = value
            case "--rounds": rounds = value
            default: throw UsageError(argument: name)
            }
        }
        count = max(count, width)
    }
}

struct UsageError: Error, CustomStringConvertible {
    var argument: String
    var description: String {
        "\(argument): expected --count, --width or --rounds and a number"
    }
}
