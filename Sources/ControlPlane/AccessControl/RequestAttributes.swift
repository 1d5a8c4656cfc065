import APIMachinery

/// What of a request authorization looks at.
public struct RequestAttributes: Hashable, Sendable {
    /// Who asks.
    public var user: UserInfo
    /// `get`, `list`, `create` …; for paths that are no resources, the method in lower case.
    public var verb: String
    /// The group; empty for core.
    public var group = ""
    /// The version.
    public var version = ""
    /// The resource's plural name.
    public var resource = ""
    /// The subresource; empty for the resource itself.
    public var subresource = ""
    /// The namespace; empty for cluster-wide requests.
    public var namespace = ""
    /// The object's name; empty for collections.
    public var name = ""
    /// The path, for what is no resource.
    public var path = ""
    /// Whether the request is for a resource.
    public var isResourceRequest: Bool

    /// A request for a resource.
    public init(
        user: UserInfo, verb: String, group: String = "", version: String = "",
        resource: String, subresource: String = "", namespace: String = "", name: String = ""
    ) {
        self.user = user
        self.verb = verb
        self.group = group
        self.version = version
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
        self.isResourceRequest = true
    }

    /// A request for a path that is no resource.
    public init(user: UserInfo, verb: String, path: String) {
        self.user = user
        self.verb = verb
        self.path = path
        self.isResourceRequest = false
    }

    /// The answer to a request that is not allowed.
    public func forbidden(reason: String = "") -> APIStatus {
        var details = APIStatus.Details()
        var subject = ""
        if isResourceRequest {
            details.name = name
            details.group = group
            details.kind = resource
            let resource = GroupResource(group: group, resource: resource).description
            subject = name.isEmpty ? "\(resource) is " : "\(resource) \"\(name)\" is "
        }
        let why = reason.isEmpty ? "" : ": \(reason)"
        return APIStatus(
            code: 403, reason: "Forbidden", message: "\(subject)forbidden: \(complaint)\(why)",
            details: details)
    }

    private var complaint: String {
        if !isResourceRequest { return "User \"\(user.name)\" cannot \(verb) path \"\(path)\"" }
        let full = subresource.isEmpty ? resource : "\(resource)/\(subresource)"
        let scope =
            namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
        return "User \"\(user.name)\" cannot \(verb) resource \"\(full)\" "
            + "in API group \"\(group)\" \(scope)"
    }
}
