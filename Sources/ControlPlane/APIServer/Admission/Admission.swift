import APIMachinery
import ResourceModel

/// What an admission step knows of a write.
struct AdmissionRequest: Sendable {
    let server: APIServer
    let target: ResourceTarget
    let context: RequestContext
    let options: WriteOptions
    /// The subresource; empty for the object itself.
    let subresource: String

    init(
        _ server: APIServer, _ target: ResourceTarget, _ context: RequestContext,
        _ options: WriteOptions, subresource: String = ""
    ) {
        self.server = server
        self.target = target
        self.context = context
        self.options = options
        self.subresource = subresource
    }

    /// Whether the write is of a resource.
    func isOf(_ resource: String, group: String = "") -> Bool {
        target.storage.groupResource == GroupResource(group: group, resource: resource)
    }
}

/// A step that changes or refuses writes, whatever the kind's own rules say.
protocol AdmissionStep: Sendable {
    /// Waits for what the step needs to be there; for what soon will be.
    func prepare(_ object: APIObject, _ request: AdmissionRequest) async
    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus)
    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus)
    func delete(_ object: APIObject, _ request: AdmissionRequest) throws(APIStatus)
}

extension AdmissionStep {
    func prepare(_ object: APIObject, _ request: AdmissionRequest) async {}
    func create(_ object: inout APIObject, _ request: AdmissionRequest) throws(APIStatus) {}
    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {}
    func delete(_ object: APIObject, _ request: AdmissionRequest) throws(APIStatus) {}
}

/// The steps in order.
struct Admission: Sendable {
    var steps: [any AdmissionStep]

    func create(
        _ object: inout APIObject, _ request: AdmissionRequest
    ) async throws(APIStatus) {
        for step in steps {
            await step.prepare(object, request)
            try step.create(&object, request)
        }
    }

    func update(
        _ object: inout APIObject, old: APIObject, _ request: AdmissionRequest
    ) throws(APIStatus) {
        for step in steps { try step.update(&object, old: old, request) }
    }

    func delete(_ object: APIObject, _ request: AdmissionRequest) async throws(APIStatus) {
        for step in steps { try step.delete(object, request) }
    }
}
