import APIMachinery
import ControllerRuntime
import JSON
import WatchCache

/// A template as it once was, as its ControllerRevision keeps it.
public struct Revision: Sendable, Hashable {
    /// The ControllerRevision's name.
    public var name: String
    /// Its unique id.
    public var uid: String
    /// Grows with each change of the template.
    public var number: Int
    /// The hash of the template: part of the name.
    public var hash: String
    /// The template.
    public var template: JSON
    /// When it was made, RFC 3339.
    public var creationTimestamp: String
    let resourceVersion: String

    /// A cached ControllerRevision.
    /// - Parameter hashLabel: the label that holds the hash.
    init(_ object: CachedObject, hashLabel: String) {
        let view: RevisionView = object.view()
        name = object.name
        uid = object.uid
        number = view.revision
        hash = object.meta.labels[hashLabel] ?? ""
        template = TemplateHash.canonical(view.template)
        creationTimestamp = object.meta.creationTimestamp
        resourceVersion = String(object.revision.rawValue)
    }

    /// A ControllerRevision as the server returned it.
    init(_ object: APIObject, hashLabel: String) {
        name = object.name
        uid = object.uid
        number = object.json["revision"]?.int ?? 0
        hash = object.labels[hashLabel] ?? ""
        var template = object["data", "spec", "template"] ?? [:]
        template["$patch"] = nil
        self.template = TemplateHash.canonical(template)
        creationTimestamp = object.creationTimestamp
        resourceVersion = object.resourceVersion
    }

    /// Older is less.
    static func isOlder(_ a: Revision, _ b: Revision) -> Bool {
        (a.number, a.creationTimestamp, a.name) < (b.number, b.creationTimestamp, b.name)
    }
}
