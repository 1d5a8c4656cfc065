import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import ResourceModel

extension APIServer {
    /// POST to a collection.
    func create(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "CreateOptions")
        let object = try bodies.object(
            context.http, as: target.definition, options, context.warnings)
        let created = try await create(object, target, options, context)
        return respond(created, target, context, acceptance, status: 201)
    }

    /// Creates an object that was read; answers it as stored, in the target's version.
    func create(
        _ object: APIObject, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext
    ) async throws(APIStatus) -> APIObject {
        var last = APIStatus.internalError("no name was free")
        // A generated name that is taken is generated anew.
        for _ in 0..<8 {
            var attempt = object
            let isGenerated = attempt.name.isEmpty && !attempt.generateName.isEmpty
            do throws(APIStatus) {
                return try await createOnce(&attempt, target, options, context)
            } catch {
                guard isGenerated, error.reason == "AlreadyExists" else { throw error }
                last = error
            }
        }
        throw last
    }

    private func createOnce(
        _ object: inout APIObject, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext
    ) async throws(APIStatus) -> APIObject {
        let rules = target.definition.rules
        rules.setDefaults(&object)
        try matchNamespace(&object, target)
        try await admission.create(&object, AdmissionRequest(self, target, context, options))
        try prepareMetadata(&object, target, options, context)
        let write = writeContext(context)
        rules.prepareForCreate(&object, write)
        if target.definition.rules.hasGeneration { object.generation = 1 }
        let named = target.naming(object.name)
        let extras = try hooks.prepare(
            &object, old: nil, WriteHookRequest(target: named, isDryRun: options.isDryRun))
        do throws(APIStatus) {
            try noteCreator(&object, target, options, context)
            try checkNew(object, target, write, context)
            return try await storeNew(object, named, extras, options, context)
        } catch {
            extras?.abandon()
            throw error
        }
    }

    private func checkNew(
        _ object: APIObject, _ target: ResourceTarget, _ write: WriteContext,
        _ context: RequestContext
    ) throws(APIStatus) {
        let rules = target.definition.rules
        try refuse(
            checkMetadata(object, target.definition) + rules.validateCreate(object, write),
            object, target.definition)
        for warning in rules.warnings(object, nil) { context.warnings.add(warning) }
        if !object.resourceVersion.isEmpty {
            throw APIStatus(
                code: 500, reason: "",
                message: "resourceVersion should not be set on objects to be created")
        }
    }

    private func storeNew(
        _ object: APIObject, _ target: ResourceTarget, _ extras: WriteExtras?,
        _ options: WriteOptions, _ context: RequestContext
    ) async throws(APIStatus) -> APIObject {
        if existing(target) != nil { throw taken(target) }
        let stored = try storageForm(object, target)
        if options.isDryRun {
            _ = try quotaCharge(target).writes(for: object)
            extras?.abandon()
            return try requestForm(stored, target)
        }
        let write = StoreWrite(
            key: target.key, value: stored.storedBytes, expectation: .absent)
        for _ in 0..<Self.chargeAttempts {
            let charges = try quotaCharge(target).writes(for: object)
            let writes = [write] + (extras?.writes ?? []) + charges
            switch try await commit(writes, under: context.fence) {
            case .done(let revision):
                extras?.finish()
                return try requestForm(stored.with(revision), target)
            case .conflict: throw taken(target)
            case .otherConflict(let key):
                guard QuotaCharge.isContended(key) else {
                    throw APIStatus.internalError("\(key) is taken")
                }
                // The cache shows what the other has charged within a moment.
                try? await Task.sleep(for: .milliseconds(1))
            }
        }
        throw .conflict(
            target.definition.groupResource, name: target.name,
            "the quotas of the namespace are being changed by others")
    }

    /// How often a new object is held against quotas that others charge meanwhile.
    private static let chargeAttempts = 1000

    private func quotaCharge(_ target: ResourceTarget) -> QuotaCharge {
        let isOff = configuration.disabledAdmission.contains("ResourceQuota")
        return QuotaCharge(server: self, target: target, isOff: isOff)
    }

    private func taken(_ target: ResourceTarget) -> APIStatus {
        var status = APIStatus.alreadyExists(target.definition.groupResource, name: target.name)
        if existing(target)?.object.deletionTimestamp != nil {
            status.message = "object is being deleted: " + status.message
        }
        return status
    }

    /// The body's namespace must be the path's, or absent.
    func matchNamespace(
        _ object: inout APIObject, _ target: ResourceTarget
    ) throws(APIStatus) {
        if object.namespace == target.namespace { return }
        guard object.namespace.isEmpty || target.namespace.isEmpty else {
            throw .badRequest(
                "the namespace of the provided object does not match "
                    + "the namespace sent on the request")
        }
        object.namespace = target.namespace
    }

    /// What the server alone says of a new object.
    private func prepareMetadata(
        _ object: inout APIObject, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext
    ) throws(APIStatus) {
        object.deletionTimestamp = nil
        object.deletionGracePeriodSeconds = nil
        object["metadata", "selfLink"] = nil
        if !options.isApply { object["metadata", "managedFields"] = nil }
        object.generation = 0
        object.uid = UUID.text()
        object.creationTimestamp = context.now.description
        if object.name.isEmpty, !object.generateName.isEmpty {
            object.name = GeneratedName.of(object.generateName)
        }
    }
}

extension APIObject {
    /// The same at a revision.
    func with(_ revision: Revision) -> APIObject {
        var copy = self
        copy.resourceVersion = revision.description
        return copy
    }
}

/// Names made from what writers ask them to begin with.
enum GeneratedName {
    /// A name: the base, cut so that the whole fits a label, and five random characters.
    static func of(_ base: String) -> String {
        String(base.utf8.count > 58 ? Substring(base.prefix(58)) : base[...]) + RandomText.suffix()
    }
}
