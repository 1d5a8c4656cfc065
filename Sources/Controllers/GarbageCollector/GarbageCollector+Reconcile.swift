import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

extension GarbageCollector {
    /// Looks at one object: is its own deletion due to go on, and does anything own it still?
    func reconcile(_ uid: String) async throws(APIStatus) -> Duration? {
        guard let node = state.withLock({ $0.graph[uid] }) else { return nil }
        if node.orphansDependents {
            try await orphan(node)
        } else if node.waitsForDependents {
            try await finishForeground(node)
        } else if !node.meta.isDeleting, !node.meta.owners.isEmpty {
            return try await judge(node)
        }
        return nil
    }

    // MARK: - Owners that go

    /// Takes the owner off its dependents, then lets it go.
    private func orphan(_ node: OwnershipGraph.Node) async throws(APIStatus) {
        let uid = node.object.uid
        for dependent in state.withLock({ $0.graph.dependents(of: uid) }) {
            guard let live = try await live(dependent) else { continue }
            try await release(live, dependent.kind, from: [uid])
        }
        try await removeFinalizer(OwnershipGraph.Finalizer.orphan, node)
    }

    /// Lets the owner go once nothing that blocks is left.
    private func finishForeground(_ node: OwnershipGraph.Node) async throws(APIStatus) {
        let uid = node.object.uid
        let dependents = state.withLock { $0.graph.dependents(of: uid) }
        if dependents.contains(where: { $0.blocks(uid) }) {
            for dependent in dependents where !dependent.meta.isDeleting {
                queue.add(dependent.object.uid)
            }
            return
        }
        try await removeFinalizer(OwnershipGraph.Finalizer.foreground, node)
    }

    private func removeFinalizer(
        _ finalizer: String, _ node: OwnershipGraph.Node
    ) async throws(APIStatus) {
        guard let live = try await live(node), live.finalizers.contains(finalizer) else { return }
        try await change(node.kind, live) { metadata in
            metadata["finalizers"] = .strings(live.finalizers.filter { $0 != finalizer })
        }
    }

    // MARK: - Dependents

    private func judge(_ node: OwnershipGraph.Node) async throws(APIStatus) -> Duration? {
        // Most often all owners are there: the server need not be asked.
        if node.meta.owners.allSatisfy({ seen($0, of: node) == .solid }) { return nil }
        guard let live = try await live(node), live.deletionTimestamp == nil else { return nil }
        var owners: [String: OwnerState] = [:]
        var isUnclear = false
        for reference in live.ownerReferences {
            let owner = MetadataView.Owner(reference)
            let found = try await look(for: owner, of: node)
            owners[owner.uid] = found ?? .solid
            isUnclear = isUnclear || found == nil
        }
        let dependents = state.withLock { $0.graph.dependents(of: live.uid) }
        let verdict = OwnerVerdict(
            owners: owners, finalizers: live.finalizers, hasDependents: !dependents.isEmpty,
            hasWaitingDependents: dependents.contains(where: \.waitsForDependents))
        switch verdict {
        case .keep: break
        case .release(let owners): try await release(live, node.kind, from: owners)
        case .delete(let propagation, let unblocks):
            var current = live
            if unblocks { current = try await unblock(live, node.kind) }
            try await delete(current, node.kind, propagation)
        }
        return isUnclear ? .seconds(30) : nil
    }

    /// - Returns: nil when an owner is of a kind that nobody serves now.
    private func look(
        for owner: MetadataView.Owner, of node: OwnershipGraph.Node
    ) async throws(APIStatus) -> OwnerState? {
        guard let kind = kind(of: owner) else { return nil }
        let namespace = kind.isNamespaced ? node.object.namespace : ""
        // What lives in no namespace can't belong to what lives in one; upstream leaves it alone.
        if kind.isNamespaced, namespace.isEmpty { return .solid }
        if let state = seen(owner, of: node) { return state }
        let place = "\(namespace)/\(owner.name)/\(owner.uid)"
        let (isElsewhere, isAbsent) = state.withLock {
            ($0.graph[owner.uid] != nil, $0.absent.contains(place))
        }
        if isAbsent { return .absent }
        do throws(APIStatus) {
            let live = try await context.cluster.get(kind, namespace: namespace, name: owner.name)
            if live.uid == owner.uid {
                let waits = live.finalizers.contains(OwnershipGraph.Finalizer.foreground)
                return live.deletionTimestamp != nil && waits ? .waiting : .solid
            }
        } catch {
            if !error.isNotFound { throw error }
        }
        if isElsewhere {
            tellInvalid(owner, of: node)
        } else {
            state.withLock { state in
                if state.absent.count > 10_000 { state.absent = [] }
                state.absent.insert(place)
            }
        }
        return .absent
    }

    /// An owner as the caches show it; nil when they don't.
    private func seen(
        _ owner: MetadataView.Owner, of node: OwnershipGraph.Node
    ) -> OwnerState? {
        guard let kind = kind(of: owner),
            let seen = state.withLock({ $0.graph[owner.uid] }),
            seen.object.name == owner.name,
            seen.object.namespace == (kind.isNamespaced ? node.object.namespace : ""),
            seen.kind.groupResource == kind.groupResource
        else { return nil }
        return seen.waitsForDependents ? .waiting : .solid
    }

    private func tellInvalid(_ owner: MetadataView.Owner, of node: OwnershipGraph.Node) {
        context.events.record(
            .warning, reason: "OwnerRefInvalidNamespace",
            about: ObjectReference(
                apiVersion: node.kind.apiVersion, kind: node.kind.kind,
                namespace: node.object.namespace, name: node.object.name, uid: node.object.uid),
            "ownerRef [\(owner.apiVersion)/\(owner.kind), namespace: \(node.object.namespace), "
                + "name: \(owner.name), uid: \(owner.uid)] does not exist in namespace "
                + "\"\(node.object.namespace)\"")
    }

    // MARK: - Writing

    /// The object as the server has it; nil when that is another or none.
    private func live(_ node: OwnershipGraph.Node) async throws(APIStatus) -> APIObject? {
        do throws(APIStatus) {
            let live = try await context.cluster.get(
                node.kind, namespace: node.object.namespace, name: node.object.name)
            return live.uid == node.object.uid ? live : nil
        } catch {
            if error.isNotFound { return nil }
            throw error
        }
    }

    private func release(
        _ live: APIObject, _ kind: ResourceKind, from owners: Set<String>
    ) async throws(APIStatus) {
        let kept = live.ownerReferences.filter { !owners.contains($0["uid"]?.string ?? "") }
        if kept.count == live.ownerReferences.count { return }
        try await change(kind, live) { $0["ownerReferences"] = .array(kept) }
    }

    private func unblock(
        _ live: APIObject, _ kind: ResourceKind
    ) async throws(APIStatus) -> APIObject {
        let references = live.ownerReferences.map { reference in
            var reference = reference
            reference["blockOwnerDeletion"] = false
            return reference
        }
        return try await change(kind, live) { $0["ownerReferences"] = .array(references) }
    }

    /// Changes metadata, unless another has changed the object since.
    @discardableResult
    private func change(
        _ kind: ResourceKind, _ live: APIObject, _ edit: (inout JSON) -> Void
    ) async throws(APIStatus) -> APIObject {
        var metadata: JSON = [
            "uid": .string(live.uid), "resourceVersion": .string(live.resourceVersion),
        ]
        edit(&metadata)
        do throws(APIStatus) {
            return try await context.cluster.patch(
                kind, namespace: live.namespace, name: live.name, ["metadata": metadata])
        } catch {
            if error.isNotFound { return live }
            throw error
        }
    }

    private func delete(
        _ live: APIObject, _ kind: ResourceKind, _ propagation: String
    ) async throws(APIStatus) {
        do throws(APIStatus) {
            try await context.cluster.delete(
                kind, namespace: live.namespace, name: live.name,
                Deletion(
                    propagation: propagation, uid: live.uid,
                    resourceVersion: live.resourceVersion))
        } catch {
            if !error.isNotFound { throw error }
        }
    }
}
