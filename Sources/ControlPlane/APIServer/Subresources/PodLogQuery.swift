import APIMachinery

/// The options of a pod's log: `PodLogOptions`.
enum PodLogQuery {
    private static let numbers = [("sinceSeconds", 1), ("tailLines", 0), ("limitBytes", 1)]
    private static let names = [
        "follow", "previous", "timestamps", "sinceSeconds", "sinceTime", "tailLines", "limitBytes",
        "stream",
    ]

    /// - Throws: 400 for what is no number, 422 for what is out of bounds.
    static func validate(_ query: QueryItems, pod: String) throws(APIStatus) {
        var faults: [InvalidField] = []
        for (name, least) in numbers {
            guard let number = try query.int(name), number < least else { continue }
            let bound = least == 0 ? "must be greater than or equal to 0" : "must be greater than 0"
            faults.append(.invalid(FieldPath(name), .int(number), bound))
        }
        if query["sinceTime"] != nil, query["sinceSeconds"] != nil {
            faults.append(
                .forbidden(
                    FieldPath(""), "at most one of `sinceTime` or `sinceSeconds` may be specified"))
        }
        guard faults.isEmpty else {
            throw .invalid(GroupKind(group: "", kind: "PodLogOptions"), name: pod, faults)
        }
    }

    /// What of a query the node is to know.
    static func forwarded(_ query: QueryItems) -> String {
        let items = query.items.filter { names.contains($0.name) && !$0.value.isEmpty }
        guard !items.isEmpty else { return "" }
        return "?"
            + items.map { "\($0.name)=\(PercentCoding.encoded($0.value))" }.joined(separator: "&")
    }
}
