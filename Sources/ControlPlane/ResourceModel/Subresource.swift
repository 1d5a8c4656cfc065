import APIMachinery
import JSON

/// What stands below an object's path: `/status`, `/scale`, `/binding` …
public struct Subresource: Sendable {
    /// How the server serves it.
    public enum Service: Sendable {
        /// The object itself; writes change its status alone.
        case status(StatusRules)
        /// The object itself; writes change a part of it that `prepare` chooses, taking the rest
        /// from the old object (nothing is taken from it before): `pods/resize`.
        case part(StatusRules)
        /// A view as `autoscaling/v1` Scale.
        case scale(ScaleRules)
        /// Special code of the server, found by resource and name: `pods/binding`, `pods/eviction`,
        /// `serviceaccounts/token`, `namespaces/finalize`, `pods/log` …
        case special
    }

    /// The last part of the path.
    public var name: String
    /// Group, version and kind of the body when it isn't the resource's own.
    public var groupVersion: GroupVersion?
    /// See `groupVersion`.
    public var kind: String
    /// The verbs of discovery.
    public var verbs: [ResourceDefinition.Verb]
    /// How it is served.
    public var service: Service

    /// A subresource of its parts.
    public init(
        name: String, groupVersion: GroupVersion? = nil, kind: String,
        verbs: [ResourceDefinition.Verb], service: Service
    ) {
        self.name = name
        self.groupVersion = groupVersion
        self.kind = kind
        self.verbs = verbs
        self.service = service
    }
}

/// Writes to `/status`.
public struct StatusRules: Sendable {
    /// Changes the new object before it is validated; spec and most metadata are already the old
    /// object's.
    public var prepare: @Sendable (inout APIObject, APIObject, WriteContext) -> Void
    /// The mistakes of the new object, given the old one.
    public var validate: @Sendable (APIObject, APIObject, WriteContext) -> [InvalidField]

    /// Rules; without any, every status is taken.
    public init(
        prepare: @escaping @Sendable (inout APIObject, APIObject, WriteContext) -> Void = {
            _, _, _ in
        },
        validate: @escaping @Sendable (APIObject, APIObject, WriteContext) -> [InvalidField] = {
            _, _, _ in []
        }
    ) {
        self.prepare = prepare
        self.validate = validate
    }
}

/// How an object is seen as a Scale.
public struct ScaleRules: Sendable {
    /// The pods' selector as text, for `status.selector`.
    public var selector: @Sendable (APIObject) -> String
    /// Where the wanted number is.
    public var specReplicas: [String]
    /// Where the observed number is.
    public var statusReplicas: [String]

    /// Rules for a kind with `spec.replicas` and `status.replicas`.
    public init(
        specReplicas: [String] = ["spec", "replicas"],
        statusReplicas: [String] = ["status", "replicas"],
        selector: @escaping @Sendable (APIObject) -> String
    ) {
        self.selector = selector
        self.specReplicas = specReplicas
        self.statusReplicas = statusReplicas
    }
}
