import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// Which objects are an owner's: those it controls and selects. It adopts orphans that it selects,
/// and releases what it no longer selects.
public struct ObjectClaim: Sendable {
    /// What is to be done with an object.
    public enum Verdict: Sendable, Hashable {
        /// It is the owner's already.
        case keep
        case adopt
        case release
        /// It is another's, or nobody's.
        case leave
    }

    private let owner: ControllerReference
    private let ownerKind: ResourceKind
    private let isOwnerDeleting: Bool
    private let selector: LabelSelector
    private let kind: ResourceKind
    private let finalizers: [String]

    /// A claim.
    /// - Parameters:
    ///   - owner: who claims, as the cache has it.
    ///   - kind: the kind of what it claims.
    ///   - finalizers: what adopted objects get, and released ones lose.
    public init(
        of owner: CachedObject, _ ownerKind: ResourceKind, selector: LabelSelector,
        on kind: ResourceKind = .pods, finalizers: [String] = []
    ) {
        self.owner = ControllerReference(ownerKind, owner)
        self.ownerKind = ownerKind
        isOwnerDeleting = owner.meta.isDeleting
        self.selector = selector
        self.kind = kind
        self.finalizers = finalizers
    }

    /// What is to be done with an object.
    public func verdict(_ object: CachedObject) -> Verdict {
        let meta = object.meta
        let isSelected = selector.matches(meta.labels)
        if let controller = meta.controller {
            guard controller.uid == owner.uid else { return .leave }
            if isSelected { return .keep }
            return isOwnerDeleting ? .leave : .release
        }
        guard isSelected, !isOwnerDeleting, !meta.isDeleting, object.namespace == owner.namespace
        else { return .leave }
        return .adopt
    }

    /// The owner's of some objects, after adopting and releasing.
    public func settle(
        _ objects: [CachedObject], in cluster: any Cluster
    ) async throws(APIStatus) -> [CachedObject] {
        var claimed: [CachedObject] = []
        var failure: APIStatus?
        var mayAdopt: Bool?
        for object in objects {
            do throws(APIStatus) {
                switch verdict(object) {
                case .keep: claimed.append(object)
                case .leave: break
                case .release: try await release(object, in: cluster)
                case .adopt:
                    // The cache may be old: an owner that is gone must not adopt.
                    if mayAdopt == nil { mayAdopt = try await isOwnerAlive(in: cluster) }
                    if mayAdopt == true, try await adopt(object, in: cluster) {
                        claimed.append(object)
                    }
                }
            } catch { failure = error }
        }
        if let failure { throw failure }
        return claimed
    }

    private func isOwnerAlive(in cluster: any Cluster) async throws(APIStatus) -> Bool {
        do throws(APIStatus) {
            let now = try await cluster.get(
                ownerKind, namespace: owner.namespace, name: owner.name)
            return now.uid == owner.uid && now.deletionTimestamp == nil
        } catch {
            if error.code == 404 { return false }
            throw error
        }
    }

    private func adopt(
        _ object: CachedObject, in cluster: any Cluster
    ) async throws(APIStatus) -> Bool {
        var patch: JSON = [
            "metadata": [
                "uid": .string(object.uid), "ownerReferences": [owner.ownerReference],
            ]
        ]
        if !finalizers.isEmpty { patch.setField(["metadata", "finalizers"], .strings(finalizers)) }
        do throws(APIStatus) {
            try await cluster.patch(
                kind, namespace: object.namespace, name: object.name, patch, as: .strategic)
            return true
        } catch {
            if error.code == 404 { return false }
            throw error
        }
    }

    private func release(
        _ object: CachedObject, in cluster: any Cluster
    ) async throws(APIStatus) {
        var metadata: JSON = [
            "uid": .string(object.uid),
            "ownerReferences": [["$patch": "delete", "uid": .string(owner.uid)]],
        ]
        if !finalizers.isEmpty {
            metadata["$deleteFromPrimitiveList/finalizers"] = .strings(finalizers)
        }
        do throws(APIStatus) {
            try await cluster.patch(
                kind, namespace: object.namespace, name: object.name, ["metadata": metadata],
                as: .strategic)
        } catch {
            // Gone, or with another unique id: not the owner's in either case.
            if error.code == 404 || error.code == 422 { return }
            throw error
        }
    }
}
