import APIMachinery
import ControllerRuntime
import JSON
import PodControl
import WatchCache

/// A ReplicaSet of a Deployment: one of its templates, and how many pods that has.
package struct RevisedSet: Sendable, Hashable {
    package var name: String
    package var uid: String
    package var resourceVersion: String
    package var creationTimestamp: String
    package var isDeleting: Bool
    package var generation: Int
    package var annotations: [String: String]
    /// How many pods it is to have.
    package var replicas: Int
    package var minReadySeconds: Int
    package var template: TemplateKey
    package var status: ReplicaSetStatus

    package init(_ object: CachedObject) {
        let view: ReplicaSetView = object.view()
        self.init(
            meta: object.meta, name: object.name,
            resourceVersion: String(object.revision.rawValue), view: view,
            template: object.view(TemplateView.self).key)
    }

    /// One as the server returned it.
    package init(_ object: APIObject) {
        let root = (try? JSONDocument(parsing: object.json.serialized()))?.root
        let value = root ?? JSONDocument.empty.root
        self.init(
            meta: MetadataView(value), name: object.name,
            resourceVersion: object.resourceVersion, view: ReplicaSetView(value),
            template: TemplateView(value).key)
    }

    private init(
        meta: MetadataView, name: String, resourceVersion: String, view: ReplicaSetView,
        template: TemplateKey
    ) {
        self.name = name
        uid = meta.uid
        self.resourceVersion = resourceVersion
        creationTimestamp = meta.creationTimestamp
        isDeleting = meta.isDeleting
        generation = meta.generation
        annotations = meta.annotations
        replicas = view.replicas
        minReadySeconds = view.minReadySeconds
        self.template = template
        status = view.status
    }

    /// Counts the templates of the Deployment; 0 when it doesn't say.
    package var revision: Int { annotations[DeploymentAnnotation.revision].flatMap(Int.init) ?? 0 }

    /// Older ones come first.
    package static func isOlder(_ a: RevisedSet, _ b: RevisedSet) -> Bool {
        (a.creationTimestamp, a.name) < (b.creationTimestamp, b.name)
    }
}

/// The template of a ReplicaSet, in the form that compares; worked out once.
private struct TemplateView: ObjectView {
    var key: TemplateKey

    init(_ object: JSONValue) {
        key = TemplateKey(object["spec"]?["template"].map { JSON($0) } ?? [:])
    }
}
