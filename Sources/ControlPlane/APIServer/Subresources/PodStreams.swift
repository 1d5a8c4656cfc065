import APIMachinery
import AccessControl
import HTTPServer
import JSON
import RemoteStreams
import ResourceModel

/// What happens in pods is had from their nodes: logs, commands, forwarded ports.
extension APIServer {
    /// GET of a pod's `/log`.
    func podLog(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let pod = try required(target).object
        let container = try Self.container(of: pod, target, context)
        try PodLogQuery.validate(context.query, pod: target.name)
        let name = pod["spec", "nodeName"]?.string ?? ""
        if name.isEmpty { return HTTPResponse(status: 204) }
        let node = try nodeEndpoint(name)
        let path =
            "/containerLogs/\(target.namespace)/\(target.name)/\(container)"
            + PodLogQuery.forwarded(context.query)
        let exchange = Exchange(method: "GET", path: path, headers: HTTPFields())
        let answer: Exchange.Answer
        do {
            answer = try await exchange.send(to: node)
        } catch {
            throw .unknown("Get \"https://\(node.authority)\(path)\": \(error)")
        }
        guard (200...206).contains(answer.status) else {
            throw await Self.fault(answer, target)
        }
        return HTTPResponse(status: 200, headers: Self.typed(answer), body: Self.body(answer))
    }

    /// Commands, attached terminals and forwarded ports: the client's connection becomes one with
    /// the node.
    func podStream(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let pod = try required(target).object
        guard context.http.headers["Upgrade"] != nil else {
            throw .badRequest("Upgrade request required")
        }
        // A WebSocket begins with GET, and yet it is no mere look.
        if context.info.verb == "get" {
            var info = context.info
            info.verb = "create"
            try access.demand(AccessFilter.attributes(info, context.user))
        }
        let path = try Self.streamPath(pod, target, context)
        let name = pod["spec", "nodeName"]?.string ?? ""
        if name.isEmpty {
            throw .badRequest("pod \(target.name) does not have a host assigned")
        }
        return try await join(context.http, path, to: try nodeEndpoint(name))
    }

    private static func streamPath(
        _ pod: APIObject, _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> String {
        let kind = context.info.subresource
        let place = "\(target.namespace)/\(target.name)"
        if kind == "portforward" {
            let ports = context.query.values("ports").map { "port=" + PercentCoding.encoded($0) }
            let query = ports.isEmpty ? "" : "?" + ports.joined(separator: "&")
            return "/portForward/\(place)\(query)"
        }
        let container = try container(of: pod, target, context)
        var query: [String] = []
        for (name, short) in [
            ("stdin", "input"), ("stdout", "output"), ("stderr", "error"), ("tty", "tty"),
        ] where context.query.isTrue(name) {
            query.append("\(short)=1")
        }
        if kind == "exec" {
            query += context.query.values("command").map { "command=" + PercentCoding.encoded($0) }
        }
        return "/\(kind)/\(place)/\(container)?\(query.joined(separator: "&"))"
    }

    /// The container that a request means: the one it names, or the only one.
    private static func container(
        of pod: APIObject, _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> String {
        func names(_ member: String) -> [String] {
            (pod["spec", member]?.array ?? []).compactMap { $0["name"]?.string }
        }
        let usual = names("containers")
        let initial = names("initContainers")
        let later = names("ephemeralContainers")
        if let asked = context.query["container"], !asked.isEmpty {
            if (usual + initial + later).contains(asked) { return asked }
            throw .badRequest("container \(asked) is not valid for pod \(target.name)")
        }
        if usual.count == 1, initial.isEmpty, later.isEmpty { return usual[0] }
        var message =
            "a container name must be specified for pod \(target.name), choose one of: "
            + "[\(usual.joined(separator: " "))]"
        if !initial.isEmpty {
            message += " or one of the init containers: [\(initial.joined(separator: " "))]"
        }
        if !later.isEmpty {
            message += " or one of the ephemeral containers: [\(later.joined(separator: " "))]"
        }
        throw .badRequest(message)
    }

    /// Passes a request on to a node; for pods and Services, the answer of a proxy with nothing
    /// behind it.
    func proxy(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        if target.definition.kind == "Node" {
            _ = try required(target)
            return try await nodeProxy(target, context)
        }
        guard existing(target) != nil, target.definition.kind != "Service" || hasSlices(target)
        else { throw .notFound(target.definition.groupResource, name: target.name) }
        throw APIStatus(
            code: 503, reason: "ServiceUnavailable",
            message: "no endpoints available for \(target.definition.singular) "
                + "\"\(target.name)\"")
    }

    /// Whether anything says where a Service's endpoints are.
    private func hasSlices(_ target: ResourceTarget) -> Bool {
        let slices = GroupResource(group: "discovery.k8s.io", resource: "endpointslices")
        return cache.list(slices, namespace: target.namespace).objects.contains {
            $0.labels["kubernetes.io/service-name"] == target.name
        }
    }
}
