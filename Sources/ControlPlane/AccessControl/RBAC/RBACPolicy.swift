import APIMachinery
import JSON
import Synchronization

/// Role-based access control over roles and bindings as they are now.
///
/// Feed it every role and binding with `apply`, also what is deleted; it keeps an index by subject,
/// so that a decision looks only at the bindings of who asks.
public final class RBACPolicy: Authorizer, Sendable {
    private let state = Mutex(RBACIndex())

    /// A policy without roles.
    public init() {}

    /// Takes a new or changed Role, ClusterRole, RoleBinding or ClusterRoleBinding.
    public func apply(_ object: APIObject) { state.withLock { $0.apply(object) } }

    /// Forgets a deleted one.
    public func remove(kind: String, namespace: String, name: String) {
        state.withLock { $0.remove(kind: kind, ObjectID(namespace: namespace, name: name)) }
    }

    /// Whether the bindings of who asks allow the request.
    public func decide(_ request: RequestAttributes) -> AccessDecision {
        state.withLock { index in
            var faults: [String] = []
            for grant in index.grants(to: request.user, namespace: request.namespace) {
                guard let rules = index.rules(of: grant.binding, onFault: { faults.append($0) })
                else { continue }
                if rules.contains(where: { $0.allows(request) }) {
                    return .allowed(reason: "RBAC: allowed by \(grant.description)")
                }
            }
            return .noOpinion(reason: faults.isEmpty ? "" : "RBAC: \(Self.joined(faults))")
        }
    }

    /// The rules that hold for a user: cluster-wide ones, then those of the namespace.
    public func rules(for user: UserInfo, namespace: String) -> [PolicyRule] {
        state.withLock { index in
            index.grants(to: user, namespace: namespace).flatMap { grant in
                index.rules(of: grant.binding, onFault: { _ in }) ?? []
            }
        }
    }

    /// The rules of a role that a binding in a namespace names; nil when there is none.
    public func rules(ofRole reference: JSON, namespace: String) -> [PolicyRule]? {
        state.withLock { $0.rules(ofRole: reference, namespace: namespace) }
    }

    /// Several complaints as one, as Go's aggregates show them.
    private static func joined(_ faults: [String]) -> String {
        var seen: Set<String> = []
        let unique = faults.filter { seen.insert($0).inserted }
        return unique.count == 1 ? unique[0] : "[\(unique.joined(separator: ", "))]"
    }
}
