import JSON

/// What keeps pods away from a node.
public struct Taint: Sendable, Hashable {
    /// The label-like key.
    public var key: String
    /// Its value; may be empty.
    public var value: String
    /// `NoSchedule`, `PreferNoSchedule`, `NoExecute`.
    public var effect: String

    /// A taint of its parts.
    public init(key: String, value: String = "", effect: String) {
        self.key = key
        self.value = value
        self.effect = effect
    }

    init(_ value: JSONValue) {
        key = value["key"]?.string ?? ""
        self.value = value["value"]?.string ?? ""
        effect = value["effect"]?.string ?? ""
    }

    /// Whether no new pod may come.
    public var isHard: Bool { effect == "NoSchedule" || effect == "NoExecute" }
    /// Whether new pods should rather go elsewhere.
    public var isSoft: Bool { effect == "PreferNoSchedule" }
}

/// What lets a pod go to a node in spite of its taints.
public struct Toleration: Sendable, Hashable {
    /// The taint's key; empty for all.
    public var key: String
    /// Whether any value will do.
    public var isForAnyValue: Bool
    /// The taint's value.
    public var value: String
    /// The taint's effect; empty for all.
    public var effect: String

    init(_ object: JSONValue) {
        key = object["key"]?.string ?? ""
        isForAnyValue = object["operator"]?.isString("Exists") == true
        value = object["value"]?.string ?? ""
        effect = object["effect"]?.string ?? ""
    }

    /// Whether it covers a taint.
    public func covers(_ taint: Taint) -> Bool {
        (effect.isEmpty || effect == taint.effect) && (key.isEmpty || key == taint.key)
            && (isForAnyValue || (!key.isEmpty && value == taint.value))
    }
}
