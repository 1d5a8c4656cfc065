import AddressManagement
import CNIProtocol

/// The arguments that the verbs of `ipam` share, and the words that are left.
struct IPAMArguments {
    /// The folder of state.
    var dataDirectory = HostLocalConfiguration.defaultDataDirectory
    /// The one network to look at; nil is all.
    var network: String?
    /// Whether JSON is wanted instead of a table.
    var wantsJSON = false
    /// Flags without a value, as they were given.
    var flags: Set<String> = []
    /// Values of the verb's own options.
    var values: [String: String] = [:]
    /// Words that are no options.
    var words: [String] = []

    /// The lines for `--help`.
    static let usage = """
          --data-dir DIR   the folder of state (default \
        \(HostLocalConfiguration.defaultDataDirectory))
          --network NAME   this network only

        """

    /// Reads arguments.
    ///
    /// - Parameters:
    ///   - flags: the verb's own flags.
    ///   - options: the verb's own options, which have a value.
    ///   - hasForms: whether the verb prints in several forms, of which `-o` chooses one.
    init(
        _ arguments: [String], flags known: Set<String> = [], options: Set<String> = [],
        hasForms: Bool = true
    ) throws(UsageError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "--data-dir": dataDirectory = try Self.value(of: word, &rest)
            case "--network":
                let name = try Self.value(of: word, &rest)
                guard Identifier.isValid(name) else {
                    throw UsageError("--network: \"\(name)\" is no network's name")
                }
                network = name
            case "-o" where hasForms, "--output" where hasForms:
                wantsJSON = try Self.isJSON(try Self.value(of: word, &rest))
            case _ where known.contains(word): flags.insert(word)
            case _ where options.contains(word): values[word] = try Self.value(of: word, &rest)
            case _ where word.hasPrefix("-"): throw UsageError("no such option: \(word)")
            default: words.append(word)
            }
        }
        while dataDirectory.count > 1, dataDirectory.hasSuffix("/") { dataDirectory.removeLast() }
    }

    private static func value(
        of option: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> String {
        guard let value = rest.popFirst(), !value.isEmpty else {
            throw UsageError("\(option) needs a value")
        }
        return value
    }

    private static func isJSON(_ word: String) throws(UsageError) -> Bool {
        guard ["table", "json"].contains(word) else {
            throw UsageError("-o: expected table or json, found \"\(word)\"")
        }
        return word == "json"
    }

    /// Refuses words that mean nothing to the verb.
    func requireNoWords() throws(UsageError) {
        guard let word = words.first else { return }
        throw UsageError("unexpected: \(word)")
    }
}
