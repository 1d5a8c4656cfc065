import JSON

/// Who asks, as authentication found out.
public struct UserInfo: Hashable, Sendable {
    /// The name: `kubernetes-admin`, `system:serviceaccount:default:builder`.
    public var name: String
    /// A unique id; empty when the way of authentication gives none.
    public var uid: String
    /// The groups, in the order authentication added them.
    public var groups: [String]
    /// What else is known, by key.
    public var extra: [String: [String]]

    /// A user.
    public init(
        name: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]
    ) {
        self.name = name
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }

    /// Who gives no credentials.
    public static let anonymous = UserInfo(
        name: "system:anonymous", groups: [Group.unauthenticated])

    /// Who comes by the insecure port: everything is allowed.
    public static let insecure = UserInfo(
        name: "system:unsecured", groups: [Group.masters, Group.authenticated])

    /// Groups that mean something to the server.
    public enum Group {
        /// May do everything, whatever the rules say.
        public static let masters = "system:masters"
        /// Everybody who gave credentials.
        public static let authenticated = "system:authenticated"
        /// Everybody else.
        public static let unauthenticated = "system:unauthenticated"
        /// All service accounts.
        public static let serviceAccounts = "system:serviceaccounts"
    }

    /// The name of a service account's user.
    public static func serviceAccountName(namespace: String, name: String) -> String {
        "system:serviceaccount:\(namespace):\(name)"
    }

    /// Namespace and name of a service account by its user's name.
    public static func serviceAccount(_ user: String) -> (namespace: String, name: String)? {
        let parts = user.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount",
            !parts[2].isEmpty, !parts[3].isEmpty
        else { return nil }
        return (String(parts[2]), String(parts[3]))
    }

    /// The groups of a namespace's service accounts.
    public static func serviceAccountGroups(namespace: String) -> [String] {
        [Group.serviceAccounts, Group.serviceAccounts + ":" + namespace]
    }

    /// The user with the group of those who gave credentials.
    public func authenticated() -> UserInfo {
        var user = self
        if !groups.contains(Group.authenticated) { user.groups.append(Group.authenticated) }
        return user
    }

    /// As `authentication.k8s.io/v1` UserInfo.
    public var json: JSON {
        var object = JSONObject()
        if !name.isEmpty { object.add("username", .string(name)) }
        if !uid.isEmpty { object.add("uid", .string(uid)) }
        if !groups.isEmpty { object.add("groups", .strings(groups)) }
        if !extra.isEmpty {
            var members = JSONObject()
            for (key, values) in extra.sorted(by: { $0.key < $1.key }) {
                members.add(key, .strings(values))
            }
            object.add("extra", .object(members))
        }
        return .object(object)
    }
}
