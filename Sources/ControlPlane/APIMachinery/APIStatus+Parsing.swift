import JSON

extension APIStatus {
    /// Reads a `Status` object; nil when it is none.
    public init?(parsing json: JSON) {
        guard json["kind"]?.string == "Status" else { return nil }
        self.init(
            code: json["code"]?.int ?? 0, reason: json["reason"]?.string ?? "",
            message: json["message"]?.string ?? "", details: json["details"].map(Details.init))
        continueToken = json["metadata"]?["continue"]?.string ?? ""
    }
}

extension APIStatus.Details {
    init(_ json: JSON) {
        self.init()
        name = json["name"]?.string ?? ""
        group = json["group"]?.string ?? ""
        kind = json["kind"]?.string ?? ""
        uid = json["uid"]?.string ?? ""
        causes = json["causes"]?.array?.map(APIStatus.Cause.init) ?? []
        retryAfterSeconds = json["retryAfterSeconds"]?.int ?? 0
    }
}

extension APIStatus.Cause {
    init(_ json: JSON) {
        self.init(
            reason: json["reason"]?.string ?? "", message: json["message"]?.string ?? "",
            field: json["field"]?.string ?? "")
    }
}
