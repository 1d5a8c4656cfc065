/// Which controllers run: `*` all that run by default, `foo` this one too, `-foo` not this one.
public struct ControllerChoice: Sendable, Hashable {
    /// A word that names no controller.
    public struct UnknownController: Error, CustomStringConvertible {
        /// The word.
        public var name: String

        /// What there is.
        public var description: String {
            let known = ControllerManager.names.joined(separator: ", ")
            return "there is no controller \(name); there are: \(known)"
        }
    }

    private var all = true
    private var named: Set<String> = []
    private var excluded: Set<String> = []

    /// All that run by default.
    public init() {}

    /// Reads words with commas between; the first that names a controller counts.
    /// - Throws: `UnknownController`.
    public init(parsing text: String) throws(UnknownController) {
        all = false
        for word in text.split(separator: ",").map({ $0.filter { $0 != " " } }) {
            if word == "*" {
                all = true
                continue
            }
            let isExcluded = word.hasPrefix("-")
            let name = isExcluded ? String(word.dropFirst()) : word
            guard ControllerManager.names.contains(name) else {
                throw UnknownController(name: name)
            }
            if named.contains(name) || excluded.contains(name) { continue }
            if isExcluded { excluded.insert(name) } else { named.insert(name) }
        }
    }

    /// Whether a controller runs.
    func includes(_ name: String, byDefault: Bool) -> Bool {
        if excluded.contains(name) { return false }
        return named.contains(name) || all && byDefault
    }
}
