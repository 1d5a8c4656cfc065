/// What happened to one object. Applied covers created and changed: events only say what is there.
public enum ObjectEvent: Sendable, Hashable {
    /// The object is as given.
    case applied(KubernetesObject)
    /// No such object is left.
    case deleted(ObjectKey)

    /// What identifies the object.
    public var key: ObjectKey {
        switch self {
        case .applied(let object): object.key
        case .deleted(let key): key
        }
    }
}
