import KubernetesAPI

/// What to write so that the slices that should exist do.
package struct SliceChanges: Hashable, Sendable {
    /// Without a name: the API server makes one.
    package var creations: [EndpointSlice] = []
    /// Under the names of slices that exist.
    package var updates: [EndpointSlice] = []
    /// Slices that exist and should not.
    package var deletions: [EndpointSlice] = []

    /// The changes.
    ///
    /// A slice that is no longer wanted becomes one that is, where the families agree: an update
    /// costs watchers less than a deletion and a creation.
    /// - Parameter existing: all slices of the Service that this controller manages.
    package init(from existing: [EndpointSlice], to wanted: [EndpointSlice], owner uid: String) {
        var unused = Dictionary(
            existing.map { ($0.metadata.name, $0) }, uniquingKeysWith: { first, _ in first })
        var new: [EndpointSlice] = []
        for slice in wanted {
            guard let old = unused.removeValue(forKey: slice.metadata.name) else {
                new.append(slice)
                continue
            }
            if !Self.isSame(old, slice) { updates.append(slice) }
        }
        var spare = unused.values.sorted { $0.metadata.name < $1.metadata.name }
        for slice in new {
            let index = spare.firstIndex {
                $0.addressType == slice.addressType && $0.isOwned(by: uid)
            }
            guard let index else {
                creations.append(slice)
                continue
            }
            var reused = slice
            reused.metadata.name = spare.remove(at: index).metadata.name
            updates.append(reused)
        }
        deletions = spare
    }

    /// Whether nothing is to be written.
    package var isEmpty: Bool { creations.isEmpty && updates.isEmpty && deletions.isEmpty }

    private static func isSame(_ old: EndpointSlice, _ new: EndpointSlice) -> Bool {
        old.endpoints == new.endpoints && old.ports == new.ports
            && old.metadata.labels == new.metadata.labels
            && old.metadata.annotations == new.metadata.annotations
            && old.metadata.ownerReferences == new.metadata.ownerReferences
    }
}

extension EndpointSlice {
    /// Whether an owner has this unique id.
    package func isOwned(by uid: String) -> Bool {
        metadata.ownerReferences.contains { $0.uid == uid }
    }
}
