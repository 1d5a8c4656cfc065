import APIMachinery
import JSON
import ResourceModel

/// The paths of one resource: which operations there are, on which kind, with which parameters.
struct OpenAPIPaths {
    private let definition: ResourceDefinition
    private let root: String
    /// `CoreV1`, `RbacAuthorizationV1`.
    private let prefix: String

    init(_ definition: ResourceDefinition) {
        self.definition = definition
        root = "/" + OpenAPI.path(definition.groupVersion)
        let group = definition.group.isEmpty ? "core" : definition.group
        let words = group.hasSuffix(".k8s.io") ? String(group.dropLast(7)) : group
        let parts = words.split(separator: ".").map(Self.capitalized)
        prefix = parts.joined() + Self.capitalized(definition.version)
    }

    /// Adds all of them.
    func add(to paths: inout JSONObject) {
        let scope = definition.isNamespaced ? "/namespaces/{namespace}" : ""
        let collection = root + scope + "/" + definition.plural
        if definition.isNamespaced, definition.verbs.contains(.list) {
            paths.add(
                root + "/" + definition.plural,
                [
                    "get": operation(
                        "list", id: "list\(prefix)\(definition.kind)ForAllNamespaces",
                        action: "list", query: Self.listing)
                ])
        }
        paths.add(collection, collectionItem)
        let verbs = definition.verbs.intersection([.get, .update, .patch, .delete])
        let item = collection + "/{name}"
        if !verbs.isEmpty { paths.add(item, objectItem(verbs, kind: definition.kind, suffix: "")) }
        for subresource in definition.subresources.sorted(by: { $0.name < $1.name }) {
            paths.add(
                item + "/" + subresource.name,
                objectItem(
                    Set(subresource.verbs), kind: subresource.kind,
                    suffix: Self.capitalized(Substring(subresource.name)),
                    version: subresource.groupVersion))
        }
    }

    private var collectionItem: JSON {
        var item = JSONObject()
        let name = scoped(definition.kind)
        if definition.verbs.contains(.list) {
            item.add(
                "get",
                operation("list", id: "list\(prefix)\(name)", action: "list", query: Self.listing))
        }
        if definition.verbs.contains(.create) {
            item.add(
                "post",
                operation(
                    "create", id: "create\(prefix)\(name)", action: "post", query: Self.writing,
                    body: ["application/json"]))
        }
        if definition.verbs.contains(.deletecollection) {
            item.add(
                "delete",
                operation(
                    "delete", id: "delete\(prefix)Collection\(name)", action: "deletecollection",
                    query: Self.listing))
        }
        item.add("parameters", pathParameters(withName: false))
        return .object(item)
    }

    private func objectItem(
        _ verbs: Set<ResourceDefinition.Verb>, kind: String, suffix: String,
        version: GroupVersion? = nil
    ) -> JSON {
        var item = JSONObject()
        let name = scoped(definition.kind) + suffix
        func add(
            _ verb: ResourceDefinition.Verb, _ method: String, _ word: String, _ action: String,
            _ query: [String], _ body: [String]
        ) {
            guard verbs.contains(verb) else { return }
            item.add(
                method,
                operation(
                    word, id: "\(word)\(prefix)\(name)", action: action, query: query, body: body,
                    kind: kind, version: version))
        }
        add(.get, "get", "read", "get", [], [])
        add(.update, "put", "replace", "put", Self.writing, ["application/json"])
        add(.create, "post", "create", "post", Self.writing, ["application/json"])
        add(.delete, "delete", "delete", "delete", ["dryRun", "gracePeriodSeconds"], [])
        add(.patch, "patch", "patch", "patch", Self.writing + ["force"], Self.patches)
        item.add("parameters", pathParameters(withName: true))
        return .object(item)
    }

    private func operation(
        _ word: String, id: String, action: String, query: [String], body: [String] = [],
        kind: String? = nil, version: GroupVersion? = nil
    ) -> JSON {
        let version = version ?? definition.groupVersion
        let isNumber = ["limit", "timeoutSeconds", "gracePeriodSeconds"]
        let isFlag = ["force", "watch", "allowWatchBookmarks", "sendInitialEvents"]
        let parameters = query.map { name -> JSON in
            let type = isNumber.contains(name) ? "integer" : isFlag.contains(name) ? "boolean" : ""
            return Self.parameter(name, in: "query", type: type.isEmpty ? "string" : type)
        }
        var object = JSONObject()
        object.add("tags", [.string(prefix)])
        object.add("operationId", .string(id))
        if !parameters.isEmpty { object.add("parameters", .array(parameters)) }
        if !body.isEmpty {
            var content = JSONObject()
            for type in body { content.add(type, ["schema": ["type": "object"]]) }
            object.add("requestBody", ["content": .object(content), "required": true])
        }
        object.add("responses", ["200": ["description": "OK"]])
        object.add("x-kubernetes-action", .string(action))
        object.add(
            "x-kubernetes-group-version-kind",
            [
                "group": .string(version.group), "version": .string(version.version),
                "kind": .string(kind ?? definition.kind),
            ])
        return .object(object)
    }

    private func pathParameters(withName: Bool) -> JSON {
        var parameters: [JSON] = []
        if withName { parameters.append(Self.parameter("name", in: "path", type: "string")) }
        if definition.isNamespaced {
            parameters.append(Self.parameter("namespace", in: "path", type: "string"))
        }
        parameters.append(Self.parameter("pretty", in: "query", type: "string"))
        return .array(parameters)
    }

    private static func parameter(_ name: String, in place: String, type: String) -> JSON {
        var object = JSONObject()
        object.add("name", .string(name))
        object.add("in", .string(place))
        if place == "path" { object.add("required", true) }
        object.add("schema", ["type": .string(type), "uniqueItems": true])
        return .object(object)
    }

    private func scoped(_ kind: String) -> String {
        definition.isNamespaced ? "Namespaced" + kind : kind
    }

    private static func capitalized(_ word: Substring) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }

    private static func capitalized(_ word: String) -> String { capitalized(Substring(word)) }

    private static let listing = [
        "allowWatchBookmarks", "continue", "fieldSelector", "labelSelector", "limit",
        "resourceVersion", "resourceVersionMatch", "sendInitialEvents", "timeoutSeconds", "watch",
    ]
    /// kubectl looks for `fieldValidation` to know whether it may leave validation to the server.
    private static let writing = ["dryRun", "fieldManager", "fieldValidation"]
    private static let patches = [
        "application/json-patch+json", "application/merge-patch+json",
        "application/strategic-merge-patch+json", "application/apply-patch+yaml",
    ]
}
