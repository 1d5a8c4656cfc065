import KubernetesAPI

/// What is wrong with a part of an object. The part is left out, the rest goes on.
public struct ObjectProblem: Hashable, Sendable, CustomStringConvertible {
    /// The object.
    public var object: ObjectKey
    /// The path of the field: `spec.externalIPs[0]`.
    public var field: String
    /// What was expected, and what was found: `expected an IP address, found "x"`.
    public var reason: String
    /// What is done about it: `skipped`.
    public var consequence: String

    /// A problem.
    public init(
        object: ObjectKey, field: String, reason: String, consequence: String = "skipped"
    ) {
        self.object = object
        self.field = field
        self.reason = reason
        self.consequence = consequence
    }

    /// `Service default/web: spec.externalIPs[0]: expected an IP address, found "x"; skipped`.
    public var description: String { "\(object): \(field): \(reason); \(consequence)" }
}

/// Gathers the problems of one object while it is read.
struct ProblemList {
    let object: ObjectKey
    private(set) var all: [ObjectProblem] = []

    init(of object: ObjectKey) { self.object = object }

    mutating func add(_ field: String, expected: String, found: String) {
        let shown = found.utf8.count <= 80 ? found : found.prefix(77) + "…"
        add(field, "expected \(expected), found \"\(shown)\"")
    }

    mutating func add(_ field: String, _ reason: String, consequence: String = "skipped") {
        all.append(
            ObjectProblem(
                object: object, field: field, reason: reason, consequence: consequence))
    }
}
