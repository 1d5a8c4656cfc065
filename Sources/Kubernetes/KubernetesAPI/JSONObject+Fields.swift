import JSON

/// Writing members that the API leaves out when they are empty.
extension JSONObject {
    mutating func add(_ key: String, ifNotEmpty text: String?) {
        if let text, !text.isEmpty { add(key, .string(text)) }
    }

    mutating func add(_ key: String, ifNotEmpty texts: [String]) {
        if !texts.isEmpty { add(key, .strings(texts)) }
    }

    mutating func add(_ key: String, ifNotEmpty elements: [JSON]) {
        if !elements.isEmpty { add(key, .array(elements)) }
    }

    /// Keys are sorted, so that the same object is always written the same.
    mutating func add(_ key: String, ifNotEmpty map: [String: String]) {
        guard !map.isEmpty else { return }
        var object = JSONObject()
        for (key, value) in map.sorted(by: { $0.key < $1.key }) { object.add(key, .string(value)) }
        add(key, .object(object))
    }

    mutating func add(_ key: String, ifPresent port: UInt16?) {
        if let port { add(key, .int(port)) }
    }

    mutating func add(_ key: String, ifTrue flag: Bool) {
        if flag { add(key, .bool(true)) }
    }

    mutating func add(_ key: String, ifNotEmpty object: JSONObject) {
        if !object.isEmpty { add(key, .object(object)) }
    }
}
