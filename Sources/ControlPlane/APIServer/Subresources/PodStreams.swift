import APIMachinery
import HTTPServer
import JSON
import ResourceModel

extension APIServer {
    /// GET of a pod's `/log`: an API server alone has no logs.
    func podLog(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> HTTPResponse {
        let pod = try required(target).object
        let names = ["containers", "initContainers", "ephemeralContainers"].flatMap { member in
            (pod["spec", member]?.array ?? []).compactMap { $0["name"]?.string }
        }
        if let container = context.query["container"], !names.contains(container) {
            throw .badRequest("container \(container) is not valid for pod \(target.name)")
        }
        if context.query["container"] == nil, names.count > 1 {
            throw .badRequest(
                "a container name must be specified for pod \(target.name), choose one of: "
                    + "[\(names.joined(separator: " "))]")
        }
        if (pod["spec", "nodeName"]?.string ?? "").isEmpty {
            return HTTPResponse(status: 204)
        }
        throw noStreams
    }

    /// Streams into pods need an upgrade and a node.
    func podStream(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> HTTPResponse {
        _ = try required(target)
        throw .badRequest("Upgrade request required")
    }

    /// A proxy's answer when there is nothing behind it.
    func proxy(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> HTTPResponse {
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

    private var noStreams: APIStatus {
        APIStatus(
            code: 501, reason: "NotImplemented",
            message: "this server does not reach into nodes", details: APIStatus.Details())
    }
}
