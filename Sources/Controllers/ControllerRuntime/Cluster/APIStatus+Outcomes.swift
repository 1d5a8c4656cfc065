import APIMachinery

extension APIStatus {
    /// Whether what was asked for is not there.
    public var isNotFound: Bool { code == 404 }

    /// Whether an object of this name is there already.
    public var isAlreadyExists: Bool { code == 409 && reason == "AlreadyExists" }

    /// Whether another has written meanwhile, or a precondition didn't hold.
    public var isConflict: Bool { code == 409 && reason == "Conflict" }

    /// Whether the namespace takes nothing new, since it is going.
    public var isNamespaceTerminating: Bool {
        details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }
}
