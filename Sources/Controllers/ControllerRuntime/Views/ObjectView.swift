import JSON
import WatchCache

/// What somebody reads of an object, decoded once and kept with it.
///
/// The API server has checked what it stored, so a missing or wrong field is read as an absent one.
public protocol ObjectView: Sendable {
    /// Reads what it needs.
    init(_ object: JSONValue)
}

extension CachedObject {
    /// The object's view of a type, decoded the first time.
    public func view<View: ObjectView>(_ type: View.Type = View.self) -> View {
        kept { root in View(root) }
    }

    /// The object's metadata.
    public var meta: MetadataView { view() }
}
