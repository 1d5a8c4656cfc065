import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import ResourceModel

/// What becomes of an object when it is changed, and how it is checked.
struct UpdateRules: Sendable {
    /// Sets what the writer may not (new, old).
    var prepare: @Sendable (inout APIObject, APIObject, WriteContext) -> Void
    /// The mistakes (new, old).
    var validate: @Sendable (APIObject, APIObject, WriteContext) -> [InvalidField]
    /// Whether the change counts for the generation.
    var countsGeneration = true
    /// Whether addresses and ports are allocated.
    var allocates = true
    /// The subresource; empty for the object itself.
    var subresource = ""
}

/// An object after a change.
struct UpdateResult: Sendable {
    var object: APIObject
    /// PUT made it.
    var isNew = false
}

extension APIServer {
    /// PUT of an object.
    func update(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try WriteOptions(context.query, kind: "UpdateOptions")
        let body = try bodies.object(
            context.http, as: target.definition, options, context.warnings)
        let change = ObjectChange { _, _ throws(APIStatus) in body }
        let result = try await update(
            target, mainRules(target.definition), change, options, context)
        return respond(
            result.object, target, context, acceptance, status: result.isNew ? 201 : 200)
    }

    /// The rules of writes to the object itself.
    func mainRules(_ definition: ResourceDefinition) -> UpdateRules {
        UpdateRules(
            prepare: definition.rules.prepareForUpdate,
            validate: definition.rules.validateUpdate)
    }

    /// Changes an object: reads it, lets the change make a new one of it, checks and stores that;
    /// again from the start when someone else was faster and the writer did not insist on a
    /// revision.
    func update(
        _ target: ResourceTarget, _ rules: UpdateRules, _ change: ObjectChange,
        _ options: WriteOptions, _ context: RequestContext
    ) async throws(APIStatus) -> UpdateResult {
        var found = existing(target)
        for _ in 0..<Self.attempts {
            guard let old = found else {
                return try await createOnUpdate(target, change, options, context)
            }
            let draft = try makeDraft(old, target, rules, change, options, context)
            if draft.stored.storedBytes == old.object.storedBytes {
                draft.extras?.abandon()
                return UpdateResult(object: try requestForm(old.object, target))
            }
            if let done = try await store(draft, old, target, options, context, &found) {
                return UpdateResult(object: try requestForm(done, target))
            }
        }
        throw .conflict(target.definition.groupResource, name: target.name, Self.modified)
    }

    private static let attempts = 100

    static let modified = """
        the object has been modified; please apply your changes to the latest version and try again
        """

    /// A new state that is ready to be stored.
    struct Draft: Sendable {
        var stored: APIObject
        /// In the version of the request.
        var asked: APIObject
        /// What is written beside it.
        var extras: WriteExtras?
    }

    /// - Returns: nil when someone else was faster; `found` is then what is there now.
    private func store(
        _ draft: Draft, _ old: StoredObject, _ target: ResourceTarget, _ options: WriteOptions,
        _ context: RequestContext, _ found: inout StoredObject?
    ) async throws(APIStatus) -> APIObject? {
        let extras = draft.extras
        let isGone = Self.isReadyToGo(draft.stored, target)
        let unchanged = draft.stored.with(old.revision)
        if options.isDryRun {
            extras?.abandon()
            return unchanged
        }
        let removal =
            isGone
            ? try hooks.remove(draft.asked, WriteHookRequest(target: target, isDryRun: false))
            : nil
        let write = StoreWrite(
            key: target.key, value: isGone ? nil : draft.stored.storedBytes,
            expectation: .unchanged(since: old.revision))
        do throws(APIStatus) {
            let writes = [write] + (extras?.writes ?? []) + (removal?.writes ?? [])
            switch try await commit(writes, under: context.fence) {
            case .done(let revision):
                extras?.finish()
                removal?.finish()
                return isGone ? unchanged : draft.stored.with(revision)
            case .conflict(let current): found = current
            case .otherConflict: found = existing(target)
            }
        } catch {
            extras?.abandon()
            throw error
        }
        extras?.abandon()
        return nil
    }

    /// Whether an object was only waiting for its last finalizer.
    static func isReadyToGo(_ object: APIObject, _ target: ResourceTarget) -> Bool {
        guard object.deletionTimestamp != nil, object.finalizers.isEmpty else { return false }
        if target.storage.kind == "Namespace", target.storage.group.isEmpty {
            return object["spec", "finalizers"]?.array?.isEmpty ?? true
        }
        return (object.deletionGracePeriodSeconds ?? 0) == 0
    }

    private func createOnUpdate(
        _ target: ResourceTarget, _ change: ObjectChange, _ options: WriteOptions,
        _ context: RequestContext
    ) async throws(APIStatus) -> UpdateResult {
        guard target.definition.rules.createsOnUpdate, change.makesObjects else {
            throw .notFound(target.definition.groupResource, name: target.name)
        }
        var object = try change.apply(APIObject(.object(JSONObject())), nil)
        try matchName(&object, target)
        if !object.resourceVersion.isEmpty {
            throw .notFound(target.definition.groupResource, name: target.name)
        }
        return UpdateResult(
            object: try await create(object, target, options, context), isNew: true)
    }
}

/// How a writer makes a new object of an old one.
struct ObjectChange: Sendable {
    /// (the object in the request's version, its revision) → the new object.
    var apply: @Sendable (APIObject, Revision?) throws(APIStatus) -> APIObject
    /// Whether it makes an object of nothing: a PUT does, a patch doesn't.
    var makesObjects = true

    init(
        makesObjects: Bool = true,
        _ apply: @escaping @Sendable (APIObject, Revision?) throws(APIStatus) -> APIObject
    ) {
        self.makesObjects = makesObjects
        self.apply = apply
    }
}
