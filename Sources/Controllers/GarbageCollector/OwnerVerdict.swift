import ControllerRuntime

/// How an owner stands to its dependent.
package enum OwnerState: Sendable, Hashable {
    /// It is there, or nobody can tell.
    case solid
    /// It is not there.
    case absent
    /// It is being deleted, and waits for its dependents to go.
    case waiting
}

/// What becomes of a dependent, as its owners stand.
package enum OwnerVerdict: Sendable, Hashable {
    /// It stays as it is.
    case keep
    /// It stays, and belongs to these no longer.
    case release(owners: Set<String>)
    /// It goes.
    /// - Parameters:
    ///   - propagation: what becomes of its own dependents.
    ///   - unblocks: its own owners' references stop holding back their deletion first: its
    ///     dependents and its owner wait in a circle.
    case delete(propagation: String, unblocks: Bool)

    /// Decides.
    /// - Parameters:
    ///   - owners: the states by unique id.
    ///   - finalizers: those of the dependent.
    ///   - hasDependents: whether something belongs to the dependent.
    ///   - hasWaitingDependents: whether one of these waits for its own dependents.
    package init(
        owners: [String: OwnerState], finalizers: [String], hasDependents: Bool,
        hasWaitingDependents: Bool
    ) {
        if owners.isEmpty {
            self = .keep
            return
        }
        if owners.values.contains(.solid) {
            let others = Set(owners.filter { $0.value != .solid }.keys)
            self = others.isEmpty ? .keep : .release(owners: others)
            return
        }
        if owners.values.contains(.waiting), hasDependents {
            self = .delete(propagation: "Foreground", unblocks: hasWaitingDependents)
        } else if finalizers.contains(OwnershipGraph.Finalizer.orphan) {
            self = .delete(propagation: "Orphan", unblocks: false)
        } else if finalizers.contains(OwnershipGraph.Finalizer.foreground) {
            self = .delete(propagation: "Foreground", unblocks: false)
        } else {
            self = .delete(propagation: "Background", unblocks: false)
        }
    }
}
