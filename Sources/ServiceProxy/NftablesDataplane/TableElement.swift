/// One element of one of the table's sets, as it must be or as it was read.
struct TableElement: Hashable, Sendable {
    /// Which one it is.
    struct Identity: Hashable, Sendable {
        var set: SetName
        var key: PackedFields
    }

    /// What a map says for the key.
    enum Value: Hashable, Sendable {
        /// A plain set's element.
        case none
        /// Fields.
        case fields(PackedFields)
        /// The chain to go to.
        case chain(ServiceChain)
    }

    var identity: Identity
    var value: Value

    var set: SetName { identity.set }
    var key: PackedFields { identity.key }

    init(_ set: SetName, _ key: PackedFields, _ value: Value = .none) {
        identity = Identity(set: set, key: key)
        self.value = value
    }
}
