import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import ResourceModel

/// What a deletion did.
struct DeleteResult: Sendable {
    /// The object as it is now, or as it was when it went.
    var object: APIObject
    /// Whether it is gone.
    var isGone: Bool
}

extension APIServer {
    /// DELETE of an object.
    func delete(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try DeleteOptions(context, bodies)
        let result = try await delete(target, options, context)
        if !result.isGone || Self.showsDeleted.contains(target.storage.groupResource) {
            let shown = try requestForm(result.object, target)
            return respond(shown, target, context, acceptance)
        }
        return respond(
            Self.success(target, uid: result.object.uid), context, acceptance)
    }

    /// Kinds whose deletion answers the object that was deleted.
    static let showsDeleted: Set<GroupResource> = Set(
        [
            "pods", "services", "persistentvolumes", "persistentvolumeclaims",
            "serviceaccounts", "podtemplates", "resourcequotas",
        ].map { GroupResource(resource: $0) }
            + [
                GroupResource(group: "storage.k8s.io", resource: "storageclasses"),
                GroupResource(group: "storage.k8s.io", resource: "volumeattachments"),
                GroupResource(group: "storage.k8s.io", resource: "csinodes"),
                GroupResource(group: "storage.k8s.io", resource: "csidrivers"),
            ])

    /// What is answered when an object is gone.
    static func success(_ target: ResourceTarget, uid: String) -> JSON {
        var details: JSON = ["name": .string(target.name)]
        if !target.definition.group.isEmpty { details["group"] = .string(target.definition.group) }
        details["kind"] = .string(target.definition.plural)
        if !uid.isEmpty { details["uid"] = .string(uid) }
        return [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
            "details": details,
        ]
    }

    /// Deletes an object, at once or in phases.
    func delete(
        _ target: ResourceTarget, _ options: DeleteOptions, _ context: RequestContext
    ) async throws(APIStatus) -> DeleteResult {
        var found = existing(target)
        for _ in 0..<100 {
            guard let old = found else {
                throw .notFound(target.definition.groupResource, name: target.name)
            }
            try checkPreconditions(options, old.object, target)
            try await admission.delete(
                old.object, AdmissionRequest(self, target, context, WriteOptions()))
            let step = DeletionStep(old.object, target, options, context.now)
            if step == .nothing { return DeleteResult(object: old.object, isGone: false) }
            if let result = try await take(step, old, target, options, context, &found) {
                return result
            }
        }
        throw .conflict(target.definition.groupResource, name: target.name, Self.modified)
    }

    /// - Returns: nil when someone else was faster.
    private func take(
        _ step: DeletionStep, _ old: StoredObject, _ target: ResourceTarget,
        _ options: DeleteOptions, _ context: RequestContext, _ found: inout StoredObject?
    ) async throws(APIStatus) -> DeleteResult? {
        let object = step.object(old.object)
        let isGone = step.isRemoval
        if options.isDryRun { return DeleteResult(object: object, isGone: isGone) }
        let extras =
            isGone
            ? try hooks.remove(object, WriteHookRequest(target: target, isDryRun: false))
            : nil
        let write = StoreWrite(
            key: target.key,
            value: isGone ? nil : try storageForm(object, target.storedItself).storedBytes,
            expectation: .unchanged(since: old.revision))
        switch try await commit([write] + (extras?.writes ?? []), under: context.fence) {
        case .done(let revision):
            extras?.finish()
            return DeleteResult(object: object.with(revision), isGone: isGone)
        case .conflict(let current): found = current
        case .otherConflict: found = existing(target)
        }
        return nil
    }

    private func checkPreconditions(
        _ options: DeleteOptions, _ object: APIObject, _ target: ResourceTarget
    ) throws(APIStatus) {
        let isNamespace = target.storage.groupResource == GroupResource(resource: "namespaces")
        if let uid = options.uid, uid != object.uid {
            if isNamespace {
                throw .conflict(
                    target.definition.groupResource, name: target.name,
                    "Precondition failed: UID in precondition: \(uid), "
                        + "UID in object meta: \(object.uid)")
            }
            throw .conflict(
                Self.kindAsResource(target), name: target.name,
                "the UID in the precondition (\(uid)) does not match the UID in record "
                    + "(\(object.uid)). The object might have been deleted and then recreated")
        }
        if let revision = options.resourceVersion, revision != object.resourceVersion {
            if isNamespace {
                throw .conflict(
                    target.definition.groupResource, name: target.name,
                    "Precondition failed: ResourceVersion in precondition: \(revision), "
                        + "ResourceVersion in object meta: \(object.resourceVersion)")
            }
            throw .conflict(
                Self.kindAsResource(target), name: target.name,
                "the ResourceVersion in the precondition (\(revision)) does not match the "
                    + "ResourceVersion in record (\(object.resourceVersion)). "
                    + "The object might have been modified")
        }
    }

    /// Upstream names the kind where a resource should stand.
    private static func kindAsResource(_ target: ResourceTarget) -> GroupResource {
        GroupResource(group: target.definition.group, resource: target.definition.kind)
    }
}

extension ResourceTarget {
    /// The same object in the version that is stored.
    var storedItself: ResourceTarget {
        ResourceTarget(
            definition: storage, storage: storage, namespace: namespace, name: name)
    }
}
