/// One element of one of the table's sets, as it must be or as it was read.
package struct TableElement: Hashable, Sendable {
    /// Which one it is.
    package struct Identity: Hashable, Sendable {
        package var set: SetName
        package var key: PackedFields

        package init(set: SetName, key: PackedFields) {
            self.set = set
            self.key = key
        }
    }

    /// What a map says for the key.
    package enum Value: Hashable, Sendable {
        /// A plain set's element.
        case none
        /// Fields.
        case fields(PackedFields)
        /// The chain to go to.
        case chain(ServiceChain)
    }

    package var identity: Identity
    package var value: Value

    package var set: SetName { identity.set }
    package var key: PackedFields { identity.key }

    package init(_ set: SetName, _ key: PackedFields, _ value: Value = .none) {
        identity = Identity(set: set, key: key)
        self.value = value
    }
}
