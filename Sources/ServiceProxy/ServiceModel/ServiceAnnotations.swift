import KubernetesAPI

/// What a Service asks of this proxy beyond its fields, by annotations.
///
/// An annotation that is not understood counts as absent, and is told.
public struct ServiceAnnotations: Hashable, Sendable {
    /// How an endpoint is chosen.
    public var method = ChoiceMethod.random
    /// What becomes of connections to an endpoint that no longer serves.
    public var removal = RemovalPolicy.keep
    var weights = EndpointWeights()

    /// Who gets more connections than others; on a Service, and on a slice, which wins.
    public static let weightsKey = "svcproxy.martlet.dev/weights"
    /// `random` or `source-hash`.
    public static let choiceKey = "svcproxy.martlet.dev/choice"
    /// `keep`, `reset` or `drain=<duration>`.
    public static let removedEndpointsKey = "svcproxy.martlet.dev/removed-endpoints"

    /// The longest drain, in seconds.
    public static let longestDrainSeconds = 86_400

    init() {}

    init(_ texts: [String: String], _ problems: inout ProblemList) {
        guard !texts.isEmpty else { return }
        switch texts[Self.choiceKey]?.trimmed {
        case nil, "random": break
        case "source-hash": method = .sourceHash
        case let other?:
            problems.addAnnotation(Self.choiceKey, "\"random\" or \"source-hash\"", other)
        }
        if let text = texts[Self.removedEndpointsKey]?.trimmed {
            if let policy = RemovalPolicy(text) {
                removal = policy
            } else {
                problems.addAnnotation(
                    Self.removedEndpointsKey,
                    "\"keep\", \"reset\" or \"drain=<1s to 24h>\"", text)
            }
        }
        weights = EndpointWeights(of: texts, &problems)
    }
}

extension EndpointWeights {
    /// The weights of an object's annotations; none when there are none, or not understood.
    init(of annotations: [String: String], _ problems: inout ProblemList) {
        self.init()
        guard let text = annotations[ServiceAnnotations.weightsKey] else { return }
        if let weights = EndpointWeights(text) {
            self = weights
        } else {
            problems.addAnnotation(
                ServiceAnnotations.weightsKey, EndpointWeights.form, text)
        }
    }
}

extension ProblemList {
    fileprivate mutating func addAnnotation(_ key: String, _ expected: String, _ found: String) {
        let shown = found.utf8.count <= 80 ? found : found.prefix(77) + "…"
        add(
            "metadata.annotations[\"\(key)\"]", "expected \(expected), found \"\(shown)\"",
            consequence: "the default is used")
    }
}

extension RemovalPolicy {
    /// `keep`, `reset`, `drain=30s`, `drain=5m`, `drain=1h`.
    init?(_ text: String) {
        switch text {
        case "keep": self = .keep
        case "reset": self = .reset
        default:
            guard text.hasPrefix("drain="), let unit = text.last,
                let factor = ["s": 1, "m": 60, "h": 3600][unit],
                let count = Int(text.dropFirst("drain=".count).dropLast()),
                (1...ServiceAnnotations.longestDrainSeconds / factor).contains(count)
            else { return nil }
            self = .drain(seconds: count * factor)
        }
    }
}
