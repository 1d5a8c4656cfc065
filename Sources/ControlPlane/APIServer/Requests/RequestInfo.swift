/// What a request is about, read from its method, path and query.
public struct RequestInfo: Hashable, Sendable {
    /// Whether the path is one of a group's version: `/api/v1/…`, `/apis/apps/v1/…`.
    public var isResource = false
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; for other
    /// paths the method in lower case.
    public var verb = ""
    /// The group; empty for core.
    public var group = ""
    /// The version.
    public var version = ""
    /// The namespace; empty for none.
    public var namespace = ""
    /// The resource's plural name.
    public var resource = ""
    /// The subresource; empty for none.
    public var subresource = ""
    /// The object's name; empty for collections.
    public var name = ""
    /// What the path has beyond the subresource.
    public var rest: [String] = []
    /// The path, decoded.
    public var path = ""

    /// Reads a request's line.
    public init(method: String, path: String, query: QueryItems) {
        self.path = PercentCoding.decoded(path)
        verb = method.lowercased()
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)
            .map { PercentCoding.decoded(String($0)) }
        guard let root = parts.first, root == "api" || root == "apis" else { return }
        let prefixCount = root == "api" ? 2 : 3
        guard parts.count > prefixCount, !path.contains("//") else { return }
        if root == "apis" { group = parts[1] }
        version = parts[prefixCount - 1]
        parts.removeFirst(prefixCount)
        isResource = true
        readResource(&parts)
        setVerb(method: method, query: query)
    }

    /// `[watch/][namespaces/NS/]RESOURCE[/NAME[/SUBRESOURCE]]`.
    private mutating func readResource(_ parts: inout [String]) {
        var isWatch = false
        if parts.first == "watch" {
            isWatch = true
            parts.removeFirst()
        }
        if parts.first == "namespaces", parts.count > 1 {
            namespace = parts[1]
            // Below a namespace's name stand its own subresources, or else resources within it.
            if parts.count > 2, !["status", "finalize"].contains(parts[2]) {
                parts.removeFirst(2)
            }
        }
        resource = parts.first ?? ""
        name = parts.count > 1 ? parts[1] : ""
        subresource = parts.count > 2 ? parts[2] : ""
        rest = Array(parts.dropFirst(3))
        if resource == "namespaces", group.isEmpty { namespace = name }
        if isWatch { verb = "watch" }
    }

    private mutating func setVerb(method: String, query: QueryItems) {
        let isDeprecatedWatch = verb == "watch"
        switch method {
        case "GET", "HEAD":
            if isDeprecatedWatch || (name.isEmpty && query.isTrue("watch")) {
                verb = "watch"
            } else {
                verb = name.isEmpty ? "list" : "get"
            }
        case "POST": verb = "create"
        case "PUT": verb = "update"
        case "PATCH": verb = "patch"
        case "DELETE": verb = name.isEmpty ? "deletecollection" : "delete"
        default: verb = method.lowercased()
        }
    }
}
