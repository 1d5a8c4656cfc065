import APIMachinery
import HTTPServer
import JSON

/// How an object is to be deleted.
struct DeleteOptions: Sendable {
    enum Propagation: String, Sendable {
        case orphan = "Orphan"
        case background = "Background"
        case foreground = "Foreground"
    }

    var isDryRun = false
    var gracePeriodSeconds: Int?
    var propagation: Propagation?
    var orphanDependents: Bool?
    var uid: String?
    var resourceVersion: String?

    init() {}

    /// Reads the body, or without one the query.
    init(_ context: RequestContext, _ bodies: BodyReading) throws(APIStatus) {
        if context.http.body.isEmpty {
            try self.init(context.query)
        } else {
            let document = try bodies.document(context.http)
            try self.init(body: document.root, bodies)
        }
    }

    private init(_ query: QueryItems) throws(APIStatus) {
        gracePeriodSeconds = try query.int("gracePeriodSeconds")
        if let text = query["orphanDependents"] { orphanDependents = text == "true" }
        try set(
            propagation: query["propagationPolicy"], dryRun: query.values("dryRun"))
    }

    init(body: JSONValue, _ bodies: BodyReading) throws(APIStatus) {
        let kind = body["kind"]?.string ?? ""
        let version = body["apiVersion"]?.string ?? ""
        guard body.kind == .object, kind.isEmpty || kind == "DeleteOptions" else {
            throw .badRequest(
                "\(kind) in version \"\(version)\" cannot be handled as a DeleteOptions: "
                    + "converting (\(version).\(kind)) to (v1.DeleteOptions): unknown conversion")
        }
        gracePeriodSeconds = body["gracePeriodSeconds"]?.int
        orphanDependents = body["orphanDependents"]?.bool
        uid = body["preconditions"]?["uid"]?.string
        resourceVersion = body["preconditions"]?["resourceVersion"]?.string
        let dryRun = body["dryRun"].map { $0.elements.compactMap(\.string) } ?? []
        try set(propagation: body["propagationPolicy"]?.string, dryRun: dryRun)
    }

    private mutating func set(propagation: String?, dryRun: [String]) throws(APIStatus) {
        var mistakes: [InvalidField] = []
        if let propagation, !propagation.isEmpty {
            self.propagation = Propagation(rawValue: propagation)
            let path = FieldPath("propagationPolicy")
            if self.propagation == nil {
                mistakes.append(
                    .notSupported(
                        path, .string(propagation),
                        supported: ["Foreground", "Background", "Orphan", "nil"]))
            } else if orphanDependents != nil {
                mistakes.append(
                    .invalid(
                        path, .string(propagation),
                        "orphanDependents and deletionPropagation cannot be both set"))
            }
        }
        mistakes += WriteOptions.checkDryRun(dryRun)
        isDryRun = !dryRun.isEmpty
        try WriteOptions.refuse(mistakes, "DeleteOptions")
    }

    /// What keeps an object until its dependents are seen to, by these options.
    func finalizers(of object: APIObject, orphansByDefault: Bool) -> [String] {
        let others = object.finalizers.filter { $0 != Self.orphan && $0 != Self.foreground }
        return others + (orphans(object, orphansByDefault) ? [Self.orphan] : [])
            + (waits(object) ? [Self.foreground] : [])
    }

    private func orphans(_ object: APIObject, _ byDefault: Bool) -> Bool {
        if let orphanDependents { return orphanDependents }
        if let propagation { return propagation == .orphan }
        if object.finalizers.contains(Self.foreground) { return false }
        return object.finalizers.contains(Self.orphan) || byDefault
    }

    private func waits(_ object: APIObject) -> Bool {
        if orphanDependents != nil { return false }
        if let propagation { return propagation == .foreground }
        return !object.finalizers.contains(Self.orphan)
            && object.finalizers.contains(Self.foreground)
    }

    private static let orphan = "orphan"
    private static let foreground = "foregroundDeletion"
}
