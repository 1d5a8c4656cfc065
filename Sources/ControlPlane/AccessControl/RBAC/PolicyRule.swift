import JSON

/// What a role allows: verbs on resources, or on paths.
public struct PolicyRule: Hashable, Sendable {
    /// Verbs; `*` for all.
    public var verbs: [String]
    /// Groups; `*` for all, "" for core.
    public var apiGroups: [String]
    /// Resources, `resource/subresource`, `*/subresource` or `*`.
    public var resources: [String]
    /// Names; empty for all.
    public var resourceNames: [String]
    /// Paths; a `*` at the end stands for the rest, alone for all.
    public var nonResourceURLs: [String]

    /// A rule.
    public init(
        verbs: [String], apiGroups: [String] = [], resources: [String] = [],
        resourceNames: [String] = [], nonResourceURLs: [String] = []
    ) {
        self.verbs = verbs
        self.apiGroups = apiGroups
        self.resources = resources
        self.resourceNames = resourceNames
        self.nonResourceURLs = nonResourceURLs
    }

    /// A rule as a role holds it.
    public init(_ json: JSON) {
        func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        self.init(
            verbs: texts("verbs"), apiGroups: texts("apiGroups"), resources: texts("resources"),
            resourceNames: texts("resourceNames"), nonResourceURLs: texts("nonResourceURLs"))
    }

    /// The rules of a role.
    public static func list(_ role: JSON) -> [PolicyRule] {
        (role["rules"]?.array ?? []).map(PolicyRule.init)
    }

    /// Everything there is.
    public static let everything = [
        PolicyRule(verbs: ["*"], apiGroups: ["*"], resources: ["*"]),
        PolicyRule(verbs: ["*"], nonResourceURLs: ["*"]),
    ]

    /// As a role holds it.
    public var json: JSON {
        var object = JSONObject()
        object.add("verbs", .strings(verbs))
        if !apiGroups.isEmpty { object.add("apiGroups", .strings(apiGroups)) }
        if !resources.isEmpty { object.add("resources", .strings(resources)) }
        if !resourceNames.isEmpty { object.add("resourceNames", .strings(resourceNames)) }
        if !nonResourceURLs.isEmpty { object.add("nonResourceURLs", .strings(nonResourceURLs)) }
        return .object(object)
    }

    /// On one line, as messages show it.
    var compactText: String {
        let parts = [
            ("APIGroups", apiGroups), ("Resources", resources),
            ("NonResourceURLs", nonResourceURLs), ("ResourceNames", resourceNames),
            ("Verbs", verbs),
        ]
        let shown = parts.filter { !$0.1.isEmpty }.map { name, values in
            "\(name):[\(values.map { "\"\($0)\"" }.joined(separator: " "))]"
        }
        return "{\(shown.joined(separator: ", "))}"
    }

    /// Whether the rule allows a request.
    func allows(_ request: RequestAttributes) -> Bool {
        guard Self.holds(verbs, request.verb) else { return false }
        guard request.isResourceRequest else { return allows(path: request.path) }
        return Self.holds(apiGroups, request.group)
            && Self.holds(resources, request.resource, request.subresource)
            && (resourceNames.isEmpty || resourceNames.contains(request.name))
    }

    /// Whether a path is among the rule's.
    func allows(path: String) -> Bool {
        nonResourceURLs.contains { url in
            if url == "*" || url == path { return true }
            guard url.hasSuffix("*") else { return false }
            return path.hasPrefix(String(url.prefix { $0 != "*" }))
        }
    }

    private static func holds(_ list: [String], _ value: String) -> Bool {
        list.contains { $0 == "*" || $0 == value }
    }

    private static func holds(
        _ resources: [String], _ resource: String, _ subresource: String
    ) -> Bool {
        resources.contains { entry in
            if entry == "*" { return true }
            if subresource.isEmpty { return entry == resource }
            return entry == "\(resource)/\(subresource)" || entry == "*/\(subresource)"
        }
    }
}
