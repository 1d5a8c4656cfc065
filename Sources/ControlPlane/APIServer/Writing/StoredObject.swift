import APIMachinery
import JSON
import ObjectStore
import WatchCache

/// An object as it is stored, with the revision that a change of it must expect.
package struct StoredObject: Sendable {
    /// The object, with its `resourceVersion`.
    package var object: APIObject
    /// The revision that changed it last.
    package var revision: Revision

    package init(_ cached: CachedObject) {
        object = cached.object()
        revision = cached.revision
    }

    /// What a store answered.
    package init?(_ value: StoredValue) {
        guard let tree = try? JSON(parsing: value.value) else { return nil }
        object = APIObject(tree)
        object.resourceVersion = value.modified.description
        revision = value.modified
    }
}

extension APIObject {
    /// The bytes that are stored: everything but the revision, which the store knows.
    package var storedBytes: [UInt8] {
        var copy = self
        copy["metadata", "resourceVersion"] = nil
        return copy.json.serialized()
    }
}
