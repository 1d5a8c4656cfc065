extension JSON {
    /// The value at a path; nil when nothing is there.
    public subscript(path: JSONPath) -> JSON? {
        var value: JSON? = self
        for component in path.components {
            switch component {
            case .key(let key): value = value?.object?[key]
            case .index(let index):
                guard let elements = value?.array, elements.indices.contains(index) else {
                    return nil
                }
                value = elements[index]
            }
        }
        return value
    }

    /// Sets the value at a path. Missing objects on the way are made; an index may be one behind
    /// the last element, which appends.
    /// - Returns: false, and changes nothing, when the path leads through a value of another kind
    ///   or beyond the end of an array.
    @discardableResult
    public mutating func set(_ value: JSON, at path: JSONPath) -> Bool {
        guard let changed = JSON.setting(value, in: self, at: path.components[...]) else {
            return false
        }
        self = changed
        return true
    }

    /// Removes the value at a path.
    /// - Returns: whether something was there.
    @discardableResult
    public mutating func remove(at path: JSONPath) -> Bool {
        guard let last = path.components.last, self[path] != nil else { return false }
        let parent = JSONPath(Array(path.components.dropLast()))
        guard var container = self[parent] else { return false }
        switch (last, container) {
        case (.key(let key), .object): container[key] = nil
        case (.index(let index), .array(var elements)):
            elements.remove(at: index)
            container = .array(elements)
        default: return false
        }
        return set(container, at: parent)
    }

    private static func setting(
        _ value: JSON, in base: JSON?, at path: ArraySlice<JSONPath.Component>
    ) -> JSON? {
        guard let first = path.first else { return value }
        switch first {
        case .key(let key):
            guard base == nil || base == .null || base?.object != nil else { return nil }
            var object = base?.object ?? JSONObject()
            guard let inner = setting(value, in: object[key], at: path.dropFirst()) else {
                return nil
            }
            object.add(key, inner)
            return .object(object)
        case .index(let index):
            guard base == nil || base == .null || base?.array != nil else { return nil }
            var elements = base?.array ?? []
            guard index >= 0, index <= elements.count else { return nil }
            let old = index < elements.count ? elements[index] : nil
            guard let inner = setting(value, in: old, at: path.dropFirst()) else { return nil }
            if old == nil { elements.append(inner) } else { elements[index] = inner }
            return .array(elements)
        }
    }
}
