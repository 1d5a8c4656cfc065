import JSON

/// One setting as somebody wrote it, with where that was.
struct Setting: Sendable {
    /// What was written.
    var value: Value
    /// The file, line and field or flag, for what is wrong with it.
    var place: ConfigurationError

    /// What was written, by its kind.
    enum Value: Sendable {
        /// Text of a file.
        case text(String)
        /// true or false, of a file.
        case bool(Bool)
        /// A number of a file; nil when it is not a whole one.
        case number(Int?)
        /// A list of a file; nil when it holds something else than text.
        case list([String]?)
        /// Fields.
        case fields
        /// What follows a flag: text, a number or a list, as it is needed.
        case flag(String)
    }

    /// The error that this setting is.
    func failure(_ reason: String) -> ConfigurationError {
        var error = place
        error.reason = reason
        return error
    }

    /// Its text.
    func text() throws(ConfigurationError) -> String {
        switch value {
        case .text(let text), .flag(let text): return text
        default: throw failure("expected text")
        }
    }

    /// Its truth.
    func bool() throws(ConfigurationError) -> Bool {
        switch value {
        case .bool(let isSet): return isSet
        case .flag("true"): return true
        case .flag("false"): return false
        default: throw failure("expected true or false")
        }
    }

    /// A whole number of these.
    func int(_ range: ClosedRange<Int>, _ what: String) throws(ConfigurationError) -> Int {
        var number: Int?
        switch value {
        case .number(let found): number = found
        case .flag(let text): number = Int(text)
        default: break
        }
        guard let number, range.contains(number) else { throw failure("expected \(what)") }
        return number
    }

    /// A duration that is not negative.
    func duration() throws(ConfigurationError) -> Duration {
        let text = try text()
        guard let duration = GoDuration.parse(text), duration >= .zero else {
            throw failure("expected a duration such as 30s, 1m or 250ms, found \"\(text)\"")
        }
        return duration
    }

    /// Words: a list of a file, or what a flag says with commas between.
    func list() throws(ConfigurationError) -> [String] {
        switch value {
        case .list(let words?): return words
        case .list(nil): throw failure("expected a list of texts")
        case .flag(let text): return text.split(separator: ",").map(String.init)
        default: throw failure("expected a list")
        }
    }

    /// What a file has, as a value.
    init(_ value: JSONValue, place: ConfigurationError) {
        self.place = place
        switch value.kind {
        case .bool: self.value = .bool(value.bool ?? false)
        case .number: self.value = .number(value.int)
        case .array:
            var words: [String]? = []
            for element in value.elements {
                if let word = element.string { words?.append(word) } else { words = nil }
            }
            self.value = .list(words)
        case .object: self.value = .fields
        case .string, .null: self.value = .text(value.string ?? "")
        }
    }

    /// What a flag says.
    init(flag: String, _ text: String) {
        value = .flag(text)
        place = ConfigurationError(field: "--\(flag)", reason: "")
    }
}
