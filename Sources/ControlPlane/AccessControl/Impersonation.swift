import APIMachinery

/// Acting as somebody else: what the headers ask for, and what must be allowed for it.
public struct Impersonation: Sendable {
    /// The user acted as.
    public var user: UserInfo
    /// Each must be allowed to who really asks.
    public var requirements: [RequestAttributes]

    /// Reads the `Impersonate-…` headers (name, value; in their order) of a request by `caller`;
    /// nil when there are none.
    public init?(headers: [(name: String, value: String)], caller: UserInfo) throws(APIStatus) {
        var name = ""
        var uid = ""
        var groups: [String] = []
        var extra: [(key: String, value: String)] = []
        for header in headers {
            let key = header.name.lowercased()
            guard key.hasPrefix("impersonate-") else { continue }
            switch key.dropFirst("impersonate-".count) {
            case "user": name = header.value
            case "group": groups.append(header.value)
            case "uid": uid = header.value
            case let other where other.hasPrefix("extra-"):
                let key = Self.percentDecoded(String(other.dropFirst("extra-".count)))
                extra.append((key, header.value))
            default: break
            }
        }
        if name.isEmpty {
            if uid.isEmpty && groups.isEmpty && extra.isEmpty { return nil }
            let kinds = groups.map { "{Group \($0)}" } + extra.map { "{UserExtra \($0.key)}" }
            let wanted = "[\(kinds.joined(separator: " "))]"
            throw .badRequest("requested \(wanted) without impersonating a user name")
        }
        user = UserInfo(name: name, uid: uid, groups: groups)
        for (key, value) in extra { user.extra[key, default: []].append(value) }
        requirements = Self.requirements(user, groups, extra, caller)
        completeGroups()
    }

    private static func requirements(
        _ user: UserInfo, _ groups: [String], _ extra: [(key: String, value: String)],
        _ caller: UserInfo
    ) -> [RequestAttributes] {
        func require(
            _ resource: String, _ name: String, group: String = "", subresource: String = "",
            namespace: String = ""
        ) -> RequestAttributes {
            RequestAttributes(
                user: caller, verb: "impersonate", group: group, version: "v1",
                resource: resource, subresource: subresource, namespace: namespace, name: name)
        }
        let special = "authentication.k8s.io"
        var list: [RequestAttributes] = []
        if let account = UserInfo.serviceAccount(user.name) {
            list.append(
                require("serviceaccounts", account.name, namespace: account.namespace))
        } else {
            list.append(require("users", user.name))
        }
        list += groups.map { require("groups", $0) }
        list += extra.map {
            require("userextras", $0.value, group: special, subresource: $0.key)
        }
        if !user.uid.isEmpty { list.append(require("uids", user.uid, group: special)) }
        return list
    }

    /// Without groups of its own, a service account has those of every service account; and who is
    /// acted as counts as authenticated, or not, by name.
    private mutating func completeGroups() {
        if user.groups.isEmpty, let account = UserInfo.serviceAccount(user.name) {
            user.groups = UserInfo.serviceAccountGroups(namespace: account.namespace)
        }
        if user.name == UserInfo.anonymous.name {
            if !user.groups.contains(UserInfo.Group.unauthenticated) {
                user.groups.append(UserInfo.Group.unauthenticated)
            }
        } else if !user.groups.contains(UserInfo.Group.unauthenticated) {
            user = user.authenticated()
        }
    }

    /// Keys of extras may hold what headers may not, written as `%2f`.
    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let value = UInt8(
                    String(decoding: source[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
