/// What a probe's answers come to: so many in a row turn the verdict.
public struct ProbeState: Sendable, Hashable {
    private let manifest: ProbeManifest
    private var last: Bool?
    private var count = 0
    /// Nil before enough answers have come.
    public private(set) var verdict: Bool?

    public init(_ manifest: ProbeManifest) { self.manifest = manifest }

    /// Takes in an answer.
    /// - Returns: the verdict, when enough answers in a row say so; nil leaves it as it was.
    public mutating func note(_ answer: Bool) -> Bool? {
        if last == answer {
            count += 1
        } else {
            last = answer
            count = 1
        }
        let needed = answer ? manifest.successThreshold : manifest.failureThreshold
        guard count >= needed else { return nil }
        verdict = answer
        return answer
    }
}

/// What a probe is for.
public enum ProbeKind: String, Sendable, Hashable {
    case liveness = "Liveness"
    case readiness = "Readiness"
    case startup = "Startup"

    /// A container's probe of this kind.
    public func probe(of container: ContainerManifest) -> ProbeManifest? {
        switch self {
        case .liveness: container.liveness
        case .readiness: container.readiness
        case .startup: container.startup
        }
    }
}
