import JSON

/// What keeps pods off a node, unless they tolerate it.
package struct Taint: Hashable, Sendable {
    package var key: String
    package var value: String
    /// `NoSchedule`, `PreferNoSchedule`, `NoExecute`.
    package var effect: String
    /// RFC 3339; nil for those whose time nobody noted.
    package var timeAdded: String?

    package init(key: String, value: String = "", effect: String, timeAdded: String? = nil) {
        self.key = key
        self.value = value
        self.effect = effect
        self.timeAdded = timeAdded
    }

    /// Whether two are the same, whatever their values and times.
    package func matches(_ other: Taint) -> Bool { key == other.key && effect == other.effect }

    /// As the API writes it.
    var json: JSON {
        var json: JSON = ["key": .string(key)]
        if !value.isEmpty { json["value"] = .string(value) }
        json["effect"] = .string(effect)
        if let timeAdded { json["timeAdded"] = .string(timeAdded) }
        return json
    }
}

extension Taint {
    init(_ object: JSONValue) {
        key = object["key"]?.string ?? ""
        value = object["value"]?.string ?? ""
        effect = object["effect"]?.string ?? ""
        timeAdded = object["timeAdded"]?.string
    }
}
