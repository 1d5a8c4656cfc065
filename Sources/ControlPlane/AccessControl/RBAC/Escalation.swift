import APIMachinery
import JSON

/// Keeps people from granting what they don't hold, by roles or by bindings.
public enum Escalation {
    /// Checks a new or changed Role or ClusterRole (new, old or nil).
    public static func checkRole(
        _ new: APIObject, old: APIObject?, by user: UserInfo, resource: GroupResource,
        authorizer: any Authorizer, policy: RBACPolicy
    ) throws(APIStatus) {
        if new.json["rules"] == old?.json["rules"]
            && new.json["aggregationRule"] == old?.json["aggregationRule"] && old != nil
        {
            return
        }
        if mayAnyway("escalate", new, user, resource, name: new.name, authorizer) { return }
        // Who aggregates, grants what is not known yet.
        var granted = PolicyRule.list(new.json)
        if new.json["aggregationRule"] != nil { granted += PolicyRule.everything }
        try check(granted, new, user, resource, policy)
    }

    /// Checks a new or changed RoleBinding or ClusterRoleBinding (new, old or nil).
    public static func checkBinding(
        _ new: APIObject, old: APIObject?, by user: UserInfo, resource: GroupResource,
        authorizer: any Authorizer, policy: RBACPolicy
    ) throws(APIStatus) {
        if let old, new.json["roleRef"] == old.json["roleRef"],
            new.json["subjects"] == old.json["subjects"]
        {
            return
        }
        let reference = new.json["roleRef"] ?? [:]
        let kind = reference["kind"]?.string ?? ""
        let name = reference["name"]?.string ?? ""
        let role = GroupResource(group: resource.group, resource: kind.lowercased() + "s")
        if mayAnyway("bind", new, user, role, name: name, authorizer) { return }
        guard let rules = policy.rules(ofRole: reference, namespace: new.namespace) else {
            let singular = GroupResource(group: resource.group, resource: kind.lowercased())
            throw .notFound(singular, name: name)
        }
        try check(rules, new, user, resource, policy)
    }

    /// `system:masters`, and who has the special verb, may grant everything.
    private static func mayAnyway(
        _ verb: String, _ object: APIObject, _ user: UserInfo, _ resource: GroupResource,
        name: String, _ authorizer: any Authorizer
    ) -> Bool {
        if user.groups.contains(UserInfo.Group.masters) { return true }
        let request = RequestAttributes(
            user: user, verb: verb, group: resource.group, version: "*",
            resource: resource.resource, namespace: object.namespace, name: name)
        return authorizer.decide(request).isAllowed
    }

    private static func check(
        _ granted: [PolicyRule], _ object: APIObject, _ user: UserInfo,
        _ resource: GroupResource, _ policy: RBACPolicy
    ) throws(APIStatus) {
        let owned = policy.rules(for: user, namespace: object.namespace)
        let missing = PolicyRule.missing(granted, from: owned)
        if missing.isEmpty { return }
        let lines = Set(PolicyRule.compact(missing).map(\.compactText)).sorted()
        let groups = user.groups.map { "\"\($0)\"" }.joined(separator: " ")
        throw .forbidden(
            resource, name: object.name,
            "user \"\(user.name)\" (groups=[\(groups)]) is attempting to grant RBAC permissions "
                + "not currently held:\n" + lines.joined(separator: "\n"))
    }
}
