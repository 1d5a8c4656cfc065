import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// The templates that an owner has had, one ControllerRevision each.
public struct ControllerHistory: Sendable {
    /// What an owner's history has become.
    public struct Outcome: Sendable {
        /// All revisions, the oldest first; `current` is the last of them.
        public var revisions: [Revision]
        /// That of the owner's template as it is now.
        public var current: Revision
    }

    private let cluster: any Cluster
    private let revisions: Informer
    private let hashLabel: String

    /// The history in a cluster.
    /// - Parameter hashLabel: the label of a ControllerRevision that holds the template's hash.
    public init(_ cluster: any Cluster, hashLabel: String) {
        self.cluster = cluster
        self.hashLabel = hashLabel
        revisions = cluster.informer(for: .controllerRevisions)
        revisions.indexControllers()
    }

    /// The cache that must be filled before it works.
    public var informer: Informer { revisions }

    /// Brings the history up to the owner's template: a new one is added, one from earlier becomes
    /// the newest again, several of one template become one.
    /// - Parameters:
    ///   - collisions: `status.collisionCount` of the owner.
    ///   - onCollision: notes in the owner that its hash was taken once more; the error that
    ///     follows makes it look again.
    public func update(
        _ owner: CachedObject, _ kind: ResourceKind, selector: LabelSelector, template: JSON,
        collisions: Int, onCollision: () async throws(APIStatus) -> Void
    ) async throws(APIStatus) -> Outcome {
        let claim = ObjectClaim(of: owner, kind, selector: selector, on: .controllerRevisions)
        let found =
            revisions.list(controlledBy: owner.uid) + revisions.orphans(in: owner.namespace)
        var known = try await claim.settle(found, in: cluster)
            .map { Revision($0, hashLabel: hashLabel) }.sorted(by: Revision.isOlder)
        let wanted = TemplateHash.canonical(template)
        let next = (known.last?.number ?? 0) + 1
        guard let index = known.lastIndex(where: { $0.template == wanted }) else {
            do throws(APIStatus) {
                let made = try await create(
                    owner, kind, template: template, number: next, collisions: collisions)
                return Outcome(revisions: known + [made], current: made)
            } catch {
                if error.saysAlreadyExists { try await onCollision() }
                throw error
            }
        }
        var current = known.remove(at: index)
        if !known.isEmpty, known.contains(where: { $0.number >= current.number }) {
            current = try await renumber(current, in: owner.namespace, to: next)
        }
        return Outcome(revisions: known + [current], current: current)
    }

    /// Deletes the oldest revisions that nothing uses, beyond a limit.
    /// - Parameter isLive: whether a revision is used.
    public func trim(
        _ history: [Revision], in namespace: String, limit: Int,
        isLive: (Revision) -> Bool
    ) async throws(APIStatus) {
        let unused = history.filter { !isLive($0) }
        for revision in unused.prefix(max(0, unused.count - limit)) {
            do throws(APIStatus) {
                try await cluster.delete(
                    .controllerRevisions, namespace: namespace, name: revision.name,
                    Deletion(uid: revision.uid))
            } catch { if error.code != 404 { throw error } }
        }
    }

    private func create(
        _ owner: CachedObject, _ kind: ResourceKind, template: JSON, number: Int, collisions: Int
    ) async throws(APIStatus) -> Revision {
        let hash = TemplateHash.of(template, collisions: collisions)
        var object = APIObject([:])
        object.name = owner.name + "-" + hash
        object.namespace = owner.namespace
        object.labels = MetadataView.texts(template.field(["metadata", "labels"]))
        object.labels[hashLabel] = hash
        object.annotations = owner.meta.annotations
        object.ownerReferences = [ControllerReference(kind, owner).ownerReference]
        object["data"] = RevisionView.data(of: template)
        object["revision"] = .int(number)
        do throws(APIStatus) {
            let made = try await cluster.create(.controllerRevisions, object)
            return Revision(made, hashLabel: hashLabel)
        } catch {
            guard error.saysAlreadyExists else { throw error }
            let other = try await cluster.get(
                .controllerRevisions, namespace: object.namespace, name: object.name)
            let found = Revision(other, hashLabel: hashLabel)
            let isOurs = other.ownerReferences.contains { $0["uid"]?.string == owner.uid }
            // Made by us just now, while the cache lags; or else another template's.
            guard isOurs, found.template == TemplateHash.canonical(template) else { throw error }
            return found
        }
    }

    private func renumber(
        _ revision: Revision, in namespace: String, to number: Int
    ) async throws(APIStatus) -> Revision {
        let patch: JSON = [
            "metadata": ["resourceVersion": .string(revision.resourceVersion)],
            "revision": .int(number),
        ]
        let changed = try await cluster.patch(
            .controllerRevisions, namespace: namespace, name: revision.name, patch)
        return Revision(changed, hashLabel: hashLabel)
    }
}

extension MetadataView {
    /// An object whose members are texts.
    package static func texts(_ value: JSON?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in value?.object?.members ?? [] { texts[member.key] = member.value.string ?? "" }
        return texts
    }
}
