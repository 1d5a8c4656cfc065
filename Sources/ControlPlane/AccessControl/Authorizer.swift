/// What an authorizer says of a request.
public enum AccessDecision: Hashable, Sendable {
    /// Allowed, and by what.
    case allowed(reason: String = "")
    /// Denied, whatever others say.
    case denied(reason: String = "")
    /// Not allowed by this one; others may.
    case noOpinion(reason: String = "")

    /// Whether it is allowed.
    public var isAllowed: Bool { if case .allowed = self { true } else { false } }

    /// Why; may be empty.
    public var reason: String {
        switch self {
        case .allowed(let reason), .denied(let reason), .noOpinion(let reason): reason
        }
    }
}

/// Says whether a request is allowed.
public protocol Authorizer: Sendable {
    /// The decision on a request.
    func decide(_ request: RequestAttributes) -> AccessDecision

    /// The rules that hold for a user in a namespace, as far as they can be listed.
    func rules(for user: UserInfo, namespace: String) -> [PolicyRule]
}

extension Authorizer {
    /// None that could be listed.
    public func rules(for user: UserInfo, namespace: String) -> [PolicyRule] { [] }
}

/// Allows everything to `system:masters`.
public struct MastersAuthorizer: Authorizer {
    /// The authorizer.
    public init() {}

    /// Allowed to members; no opinion else.
    public func decide(_ request: RequestAttributes) -> AccessDecision {
        request.user.groups.contains(UserInfo.Group.masters) ? .allowed() : .noOpinion()
    }
}

/// Allows everything (`--authorization-mode=AlwaysAllow`).
public struct AlwaysAllow: Authorizer {
    /// The authorizer.
    public init() {}

    /// Allowed.
    public func decide(_ request: RequestAttributes) -> AccessDecision { .allowed() }

    /// Everything.
    public func rules(for user: UserInfo, namespace: String) -> [PolicyRule] {
        PolicyRule.everything
    }
}

/// Denies everything that `system:masters` doesn't ask (`--authorization-mode=AlwaysDeny`).
public struct AlwaysDeny: Authorizer {
    /// The authorizer.
    public init() {}

    /// No opinion, which is a denial when no other allows it.
    public func decide(_ request: RequestAttributes) -> AccessDecision {
        .noOpinion(reason: "Everything is forbidden.")
    }
}

/// Asks several authorizers; the first that allows or denies decides.
public struct AuthorizerChain: Authorizer {
    private let links: [any Authorizer]

    /// A chain, asked in this order.
    public init(_ links: [any Authorizer]) { self.links = links }

    /// The first opinion; without any, the reasons of all.
    public func decide(_ request: RequestAttributes) -> AccessDecision {
        var reasons: [String] = []
        for link in links {
            let decision = link.decide(request)
            guard case .noOpinion(let reason) = decision else { return decision }
            if !reason.isEmpty { reasons.append(reason) }
        }
        return .noOpinion(reason: reasons.joined(separator: "\n"))
    }

    /// The rules of all.
    public func rules(for user: UserInfo, namespace: String) -> [PolicyRule] {
        links.flatMap { $0.rules(for: user, namespace: namespace) }
    }
}
