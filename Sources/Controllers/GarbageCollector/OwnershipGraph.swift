import ControllerRuntime
import WatchCache

/// Who belongs to whom: all objects of the cluster by unique id, and the dependents of each.
///
/// A change answers the ids to look at again; what is to be done is decided when they are.
struct OwnershipGraph {
    /// An object as it was seen last.
    struct Node {
        var kind: ResourceKind
        var object: CachedObject

        var meta: MetadataView { object.meta }

        /// Whether it is being deleted, and stays until its blocking dependents are gone.
        var waitsForDependents: Bool {
            meta.isDeleting && meta.finalizers.contains(Finalizer.foreground)
        }

        /// Whether it is being deleted, and stays until its dependents are its no longer.
        var orphansDependents: Bool {
            meta.isDeleting && meta.finalizers.contains(Finalizer.orphan)
        }

        /// Whether it holds back the deletion of an owner that waits for its dependents.
        func blocks(_ owner: String) -> Bool {
            meta.owners.contains { $0.uid == owner && $0.blocksDeletion }
        }
    }

    /// The finalizers that the garbage collector takes away.
    enum Finalizer {
        static let foreground = "foregroundDeletion"
        static let orphan = "orphan"
    }

    private var nodes: [String: Node] = [:]
    /// By the owner's id, whether that owner has been seen or not.
    private var dependents: [String: Set<String>] = [:]

    /// The object of an id; nil when it is not there, or not seen yet.
    subscript(uid: String) -> Node? { nodes[uid] }

    /// What belongs to an object.
    func dependents(of uid: String) -> [Node] {
        (dependents[uid] ?? []).compactMap { nodes[$0] }
    }

    /// Takes in an object, new or changed.
    mutating func put(_ node: Node) -> Set<String> {
        let uid = node.object.uid
        let old = nodes.updateValue(node, forKey: uid)
        let before = old?.meta.owners ?? []
        let owners = node.meta.owners
        var looks: Set<String> = []
        if before != owners {
            let gone = Set(before.map(\.uid)).subtracting(owners.map(\.uid))
            for owner in gone { unlink(uid, from: owner) }
            for owner in owners { dependents[owner.uid, default: []].insert(uid) }
            for owner in before where isPending(owner.uid) { looks.insert(owner.uid) }
            if !owners.isEmpty { looks.insert(uid) }
        }
        if node.waitsForDependents || node.orphansDependents { looks.insert(uid) }
        if node.waitsForDependents, old?.waitsForDependents != true {
            looks.formUnion(dependents[uid] ?? [])
        }
        return looks
    }

    /// Forgets an object that is gone.
    mutating func remove(_ uid: String) -> Set<String> {
        guard let old = nodes.removeValue(forKey: uid) else { return [] }
        var looks = dependents[uid] ?? []
        for owner in old.meta.owners {
            unlink(uid, from: owner.uid)
            if isPending(owner.uid) { looks.insert(owner.uid) }
        }
        return looks
    }

    /// Whether an owner's deletion may go on when its dependents change.
    private func isPending(_ uid: String) -> Bool {
        nodes[uid].map { $0.waitsForDependents || $0.orphansDependents } ?? false
    }

    private mutating func unlink(_ uid: String, from owner: String) {
        dependents[owner]?.remove(uid)
        if dependents[owner]?.isEmpty == true { dependents[owner] = nil }
    }
}
