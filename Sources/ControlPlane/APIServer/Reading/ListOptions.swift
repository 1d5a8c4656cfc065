import APIMachinery
import ObjectStore

/// The parameters of a list or a watch (`meta/v1` ListOptions), checked as upstream checks them.
struct ListOptions {
    var labels = LabelSelector()
    var fields = FieldSelector()
    var limit = 0
    var continueToken = ""
    /// As it was sent.
    var resourceVersion = ""
    var match = ""
    var timeout: Duration?
    var wantsBookmarks = false
    /// Whether a watch begins with what is there; nil when it was not said.
    var sendsInitialEvents: Bool?

    /// Reads a query.
    /// - Throws: 400 for what can't be read, 422 for what does not go together.
    init(_ query: QueryItems, isWatch: Bool) throws(APIStatus) {
        limit = try query.int("limit") ?? 0
        if let seconds = try query.int("timeoutSeconds"), seconds > 0 {
            timeout = .seconds(seconds)
        }
        labels = try LabelSelector(parsing: query["labelSelector"] ?? "")
        fields = try FieldSelector(parsing: query["fieldSelector"] ?? "")
        continueToken = query["continue"] ?? ""
        resourceVersion = query["resourceVersion"] ?? ""
        match = query["resourceVersionMatch"] ?? ""
        wantsBookmarks = query.isTrue("allowWatchBookmarks")
        if let text = query["sendInitialEvents"], !text.isEmpty {
            sendsInitialEvents = query.isTrue("sendInitialEvents")
        }
        let mistakes = isWatch ? watchMistakes : listMistakes
        if !mistakes.isEmpty {
            let kind = GroupKind(group: "meta.k8s.io", kind: "ListOptions")
            throw .invalid(kind, name: "", mistakes)
        }
    }

    private static let matchField = FieldPath("resourceVersionMatch")
    private static let initialField = FieldPath("sendInitialEvents")

    private var listMistakes: [InvalidField] {
        var mistakes: [InvalidField] = []
        func forbid(_ why: String) { mistakes.append(.forbidden(Self.matchField, why)) }
        if !match.isEmpty {
            if resourceVersion.isEmpty {
                forbid("resourceVersionMatch is forbidden unless resourceVersion is provided")
            }
            if !continueToken.isEmpty {
                forbid("resourceVersionMatch is forbidden when continue is provided")
            }
            if match != "Exact" && match != "NotOlderThan" {
                mistakes.append(
                    .notSupported(
                        Self.matchField, .string(match), supported: ["Exact", "NotOlderThan", ""]))
            }
            if match == "Exact" && resourceVersion == "0" {
                forbid("resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"")
            }
        }
        if sendsInitialEvents != nil {
            mistakes.append(
                .forbidden(Self.initialField, "sendInitialEvents is forbidden for list"))
        }
        return mistakes
    }

    private var watchMistakes: [InvalidField] {
        var mistakes: [InvalidField] = []
        func forbid(_ why: String) { mistakes.append(.forbidden(Self.matchField, why)) }
        if sendsInitialEvents != nil && match != "NotOlderThan" {
            forbid("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
        }
        guard !match.isEmpty else { return mistakes }
        if sendsInitialEvents == nil {
            forbid(
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided")
        }
        if match != "NotOlderThan" {
            mistakes.append(
                .notSupported(Self.matchField, .string(match), supported: ["NotOlderThan"]))
        }
        if !continueToken.isEmpty {
            forbid("resourceVersionMatch is forbidden when continue is provided")
        }
        return mistakes
    }
}

extension ListOptions {
    /// The revision that was named; nil for none and for 0.
    /// - Throws: 500, as upstream has it for gets and watches.
    static func revision(_ text: String) throws(APIStatus) -> Revision? {
        if text.isEmpty || text == "0" { return nil }
        guard let number = UInt64(text) else {
            throw APIStatus(code: 500, reason: "", message: malformed(text))
        }
        return Revision(number)
    }

    private static func malformed(_ text: String) -> String {
        """
        resourceVersion: Invalid value: \"\(text)\": strconv.ParseUint: parsing \"\(text)\": \
        invalid syntax
        """
    }

    /// Of which moment a list must be.
    var moment: ListMoment {
        get throws(APIStatus) {
            if !continueToken.isEmpty {
                if !resourceVersion.isEmpty && resourceVersion != "0" {
                    throw .badRequest(
                        "specifying resource version is not allowed when using continue")
                }
                return .latest
            }
            if resourceVersion.isEmpty { return .latest }
            if resourceVersion == "0" { return .any }
            guard let number = UInt64(resourceVersion) else {
                throw .badRequest("invalid resource version: " + Self.malformed(resourceVersion))
            }
            // Without a match, a limit makes the revision exact: its pages must fit together.
            if match == "Exact" || match.isEmpty && limit > 0 { return .exactly(Revision(number)) }
            return .notOlder(than: Revision(number))
        }
    }
}
