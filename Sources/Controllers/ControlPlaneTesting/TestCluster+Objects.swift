import APIMachinery
import APIServer
import ControllerRuntime
import JSON
import YAML

extension TestCluster {
    /// Creates objects as `kubectl create -f` does; those that name no namespace in `default`.
    /// A `status` in them is written too.
    /// - Returns: the objects as stored.
    @discardableResult
    public func create(_ yaml: String) async throws -> [APIObject] {
        var made: [APIObject] = []
        for document in try YAML.documents(Array(yaml.utf8)) where !document.root.isNull {
            made.append(try await create(APIObject(JSON(document.root))))
        }
        return made
    }

    /// Creates an object, and writes its status when it has one.
    @discardableResult
    public func create(_ object: APIObject) async throws -> APIObject {
        guard
            let definition = server.resources[kind: object.kind, apiVersion: object.apiVersion]
        else { throw TestFailure("there is no kind \(object.apiVersion) \(object.kind)") }
        let kind = ResourceKind(
            definition.group, definition.version, definition.plural, definition.kind,
            isNamespaced: definition.isNamespaced)
        var object = object
        if kind.isNamespaced, object.namespace.isEmpty { object.namespace = "default" }
        let made = try await cluster.create(kind, object)
        guard let status = object["status"] else { return made }
        return try await cluster.patch(
            kind, namespace: made.namespace, name: made.name, subresource: "status",
            ["status": status])
    }

    /// Waits until a condition holds.
    /// - Throws: `TestFailure` when it doesn't within the time.
    public func eventually(
        _ what: String, within limit: Duration = .seconds(60),
        _ condition: () async throws -> Bool
    ) async throws {
        let end = ContinuousClock.now + limit
        while try await !condition() {
            if ContinuousClock.now > end { throw TestFailure("not within \(limit): \(what)") }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Waits until there is a value.
    public func eventually<Value>(
        _ what: String, within limit: Duration = .seconds(60),
        _ value: () async throws -> Value?
    ) async throws -> Value {
        var found: Value?
        try await eventually(what, within: limit) {
            found = try await value()
            return found != nil
        }
        guard let found else { throw TestFailure(what) }
        return found
    }

    /// The objects of a resource, as the server has them now.
    public func list(_ kind: ResourceKind, _ namespace: String = "") async throws -> [APIObject] {
        try await cluster.list(kind, namespace: namespace)
    }

    /// The Events about an object, by their reasons and messages.
    public func events(
        about name: String, in namespace: String = "default"
    ) async throws
        -> [String]
    {
        try await cluster.list(.events, namespace: namespace)
            .filter { $0["involvedObject", "name"]?.string == name }
            .map { "\($0["reason"]?.string ?? ""): \($0["message"]?.string ?? "")" }
    }
}
