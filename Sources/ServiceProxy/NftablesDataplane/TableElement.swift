import Nftables

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
        case chain(String)
    }

    package var identity: Identity
    package var value: Value

    package var set: SetName { identity.set }
    package var key: PackedFields { identity.key }

    package init(_ set: SetName, _ key: PackedFields, _ value: Value = .none) {
        identity = Identity(set: set, key: key)
        self.value = value
    }

    package init(_ set: SetName, _ key: PackedFields, number: ServiceNumber) {
        var fields = PackedFields()
        fields.append(native: number.rawValue)
        self.init(set, key, .fields(fields))
    }
}

extension TableElement.Identity: Comparable {
    package static func < (left: Self, right: Self) -> Bool {
        left.set == right.set ? left.key < right.key : left.set.rawValue < right.set.rawValue
    }
}

extension TableElement {
    /// The element as the kernel takes it.
    package var element: Element {
        var element = keyElement
        switch value {
        case .none: break
        case .fields(let fields): element.data = .value(fields.fieldBytes)
        case .chain(let name): element.data = .verdict(.goto(ChainName(name)))
        }
        return element
    }

    /// What deleting it takes.
    package var keyElement: Element {
        guard set == .allowedSources, let range = AllowedSource(key) else {
            return Element(key.fieldBytes)
        }
        return range.element
    }

    /// An element that was read; nil when none of ours could be so.
    package init?(_ element: Element, in set: SetName) {
        guard let value = Value(element.data) else { return nil }
        if set == .allowedSources {
            guard let range = AllowedSource(element) else { return nil }
            self.init(set, range.key, value)
        } else {
            guard element.keyEnd == nil, !element.isCatchAll,
                let key = PackedFields(element.key.array)
            else { return nil }
            self.init(set, key, value)
        }
    }
}

extension TableElement.Value {
    /// What was read; nil when it is none of ours.
    package init?(_ data: ElementData?) {
        switch data {
        case nil: self = .none
        case .value(let bytes):
            guard let fields = PackedFields(bytes.array) else { return nil }
            self = .fields(fields)
        case .verdict(.goto(let name)): self = .chain(name.rawValue)
        case .verdict, .object: return nil
        }
    }
}

extension PackedFields {
    /// The same fields as the kernel's room has them.
    package var fieldBytes: FieldBytes {
        var bytes = FieldBytes()
        for index in 0..<count / 4 { bytes = bytes.integer(word(index).bigEndian) }
        return bytes
    }
}
