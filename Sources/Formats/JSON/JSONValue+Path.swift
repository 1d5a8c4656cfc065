extension JSONValue {
    /// Where this value stands below the root of its document; worked out when asked, never stored.
    public var path: JSONPath { path(from: JSONValue(storage: storage, index: 0)) }

    /// Where this value stands below another of the same document; empty when it does not.
    public func path(from ancestor: JSONValue) -> JSONPath {
        var components: [JSONPath.Component] = []
        var container = ancestor.index
        while container < index, index < Int(storage.tape[container].next) {
            let isObject = storage.tape[container].kind == .object
            var child = container + 1
            var position = 0
            // Moves to the child that holds this value; in an object `child` is at its key.
            while Int(storage.tape[isObject ? child + 1 : child].next) <= index {
                child = Int(storage.tape[isObject ? child + 1 : child].next)
                position += 1
            }
            components.append(
                isObject ? .key(storage.text(storage.tape[child])) : .index(position))
            container = isObject ? child + 1 : child
        }
        return JSONPath(components)
    }

    /// The value at a path below this one.
    public subscript(path: JSONPath) -> JSONValue? {
        var value: JSONValue? = self
        for component in path.components {
            switch component {
            case .key(let key): value = value?[key]
            case .index(let index): value = value?[index]
            }
        }
        return value
    }
}

/// Finds the lines of many values of one text in the time that finding the last one takes.
package struct JSONLineCounter {
    private var offset = 0
    private var line = 1

    /// A counter at the beginning of a text.
    package init() {}

    /// The line of a value. Values must come in the order of the text to be fast.
    package mutating func line(of value: JSONValue) -> Int {
        guard value.storage.lines.isEmpty else { return value.line }
        let start = value.rawRange.lowerBound
        if start < offset { (offset, line) = (0, 1) }
        for index in offset..<start where value.storage.bytes[index] == 0x0A { line += 1 }
        offset = start
        return line
    }
}
