import APIMachinery
import ControllerRuntime
import WatchCache

/// Whose an object is, for controllers that look at an owner when something of what it owns
/// changes.
public struct Ownership: Sendable {
    private let owners: Informer
    private let selector: @Sendable (CachedObject) -> LabelSelector?

    /// The owners of a kind.
    /// - Parameter selector: what an owner selects: who might adopt an orphan.
    public init(
        of owners: Informer, selector: @escaping @Sendable (CachedObject) -> LabelSelector?
    ) {
        self.owners = owners
        self.selector = selector
    }

    /// Tells of each change of an owner, and of what it owns or might adopt.
    /// - Parameter expectations: those to be told of what is seen.
    public func follow(
        _ owned: Informer, expectations: Expectations? = nil,
        _ look: @escaping @Sendable (ObjectName) -> Void
    ) {
        owned.indexControllers()
        owners.onChange { change in
            guard let object = change.object else { return }
            if let old = change.old, old.uid != change.new?.uid { expectations?.forget(old.uid) }
            look(ObjectName(namespace: object.namespace, name: object.name))
        }
        owned.onChange { change in
            if let expectations { note(change, in: expectations) }
            for name in names(change) { look(name) }
        }
    }

    private func note(_ change: ObjectChange, in expectations: Expectations) {
        guard let object = change.object, let owner = object.meta.controller else { return }
        if change.old == nil { expectations.created(by: owner.uid) }
        if change.new == nil || object.meta.isDeleting {
            expectations.deleted(object.uid, by: owner.uid)
        }
    }

    /// The owners that a change of an object concerns.
    package func names(_ change: ObjectChange) -> Set<ObjectName> {
        var names: Set<ObjectName> = []
        for object in [change.old, change.new] {
            guard let object, let owner = controller(object) else { continue }
            names.insert(ObjectName(namespace: object.namespace, name: owner.name))
        }
        guard let new = change.new, new.meta.controller == nil else { return names }
        let isSame =
            change.old.map { $0.meta.controller == nil && $0.meta.labels == new.meta.labels }
        guard isSame != true else { return names }
        for owner in owners.list(namespace: new.namespace)
        where selector(owner)?.matches(new.meta.labels) == true {
            names.insert(ObjectName(namespace: owner.namespace, name: owner.name))
        }
        return names
    }

    private func controller(_ object: CachedObject) -> MetadataView.Owner? {
        guard let owner = object.meta.controller, owner.kind == owners.kind.kind else {
            return nil
        }
        let group = GroupVersion(parsing: owner.apiVersion).group
        return group == owners.kind.groupVersion.group ? owner : nil
    }
}
