extension JSONValue {
    /// The elements of an array in order; empty for any other kind.
    public var elements: Elements {
        Elements(storage: storage, cursor: index + 1, end: kind == .array ? Int(entry.next) : 0)
    }

    /// The members of an object in the order of the source, equal keys included; empty for any
    /// other kind.
    public var members: Members {
        Members(storage: storage, cursor: index + 1, end: kind == .object ? Int(entry.next) : 0)
    }

    /// The elements of an array.
    public struct Elements: Sequence, IteratorProtocol, Sendable {
        let storage: TapeStorage
        var cursor: Int
        let end: Int

        /// The next element.
        public mutating func next() -> JSONValue? {
            guard cursor < end else { return nil }
            defer { cursor = Int(storage.tape[cursor].next) }
            return JSONValue(storage: storage, index: cursor)
        }
    }

    /// The members of an object.
    public struct Members: Sequence, IteratorProtocol, Sendable {
        let storage: TapeStorage
        var cursor: Int
        let end: Int

        /// The next key and its value.
        public mutating func next() -> (key: String, value: JSONValue)? {
            guard cursor < end else { return nil }
            let key = storage.text(storage.tape[cursor])
            let value = JSONValue(storage: storage, index: cursor + 1)
            cursor = Int(value.entry.next)
            return (key, value)
        }
    }
}
