import APIMachinery
import AccessControl

/// Nobody grants by roles and bindings what they don't hold.
struct EscalationCheck: AdmissionStep {
    private static let group = "rbac.authorization.k8s.io"

    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {
        try check(object, nil, request)
    }

    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        try check(object, old, request)
    }

    private func check(
        _ object: APIObject, _ old: APIObject?, _ request: AdmissionRequest
    ) throws(APIStatus) {
        let resource = request.target.storage.groupResource
        guard resource.group == Self.group else { return }
        let access = request.server.access
        if resource.resource.hasSuffix("bindings") {
            try Escalation.checkBinding(
                object, old: old, by: request.context.user, resource: resource,
                authorizer: access.authorizer, policy: access.policy)
        } else {
            try Escalation.checkRole(
                object, old: old, by: request.context.user, resource: resource,
                authorizer: access.authorizer, policy: access.policy)
        }
    }
}
