import JSON

extension APIObject {
    /// The object's name.
    public var name: String {
        get { text("name") }
        set { set("name", newValue) }
    }

    /// What a generated name begins with.
    public var generateName: String {
        get { text("generateName") }
        set { set("generateName", newValue) }
    }

    /// The namespace; empty for cluster-wide kinds.
    public var namespace: String {
        get { text("namespace") }
        set { set("namespace", newValue) }
    }

    /// The unique id.
    public var uid: String {
        get { text("uid") }
        set { set("uid", newValue) }
    }

    /// The revision of the last change, in decimal; empty for what was never stored.
    public var resourceVersion: String {
        get { text("resourceVersion") }
        set { set("resourceVersion", newValue) }
    }

    /// The generation of the wanted state; 0 when the kind has none.
    public var generation: Int {
        get { self["metadata", "generation"]?.int ?? 0 }
        set { self["metadata", "generation"] = newValue == 0 ? nil : .int(newValue) }
    }

    /// When it was created, as RFC 3339 writes it; empty before.
    public var creationTimestamp: String {
        get { text("creationTimestamp") }
        set { set("creationTimestamp", newValue) }
    }

    /// When its graceful deletion ends; nil unless it is being deleted.
    public var deletionTimestamp: String? {
        get { self["metadata", "deletionTimestamp"]?.string }
        set { self["metadata", "deletionTimestamp"] = newValue.map(JSON.string) }
    }

    /// The seconds its graceful deletion was given; nil unless it is being deleted.
    public var deletionGracePeriodSeconds: Int? {
        get { self["metadata", "deletionGracePeriodSeconds"]?.int }
        set { self["metadata", "deletionGracePeriodSeconds"] = newValue.map { JSON.int($0) } }
    }

    /// Labels.
    public var labels: [String: String] {
        get { texts("labels") }
        set { setTexts("labels", newValue) }
    }

    /// Annotations.
    public var annotations: [String: String] {
        get { texts("annotations") }
        set { setTexts("annotations", newValue) }
    }

    /// What must let go before the object is removed.
    public var finalizers: [String] {
        get { self["metadata", "finalizers"]?.array?.compactMap(\.string) ?? [] }
        set { self["metadata", "finalizers"] = newValue.isEmpty ? nil : .strings(newValue) }
    }

    /// The objects that this one belongs to.
    public var ownerReferences: [JSON] {
        get { self["metadata", "ownerReferences"]?.array ?? [] }
        set { self["metadata", "ownerReferences"] = newValue.isEmpty ? nil : .array(newValue) }
    }

    private func text(_ key: String) -> String { self["metadata", key]?.string ?? "" }

    private mutating func set(_ key: String, _ value: String) {
        self["metadata", key] = value.isEmpty ? nil : .string(value)
    }

    private func texts(_ key: String) -> [String: String] {
        var result: [String: String] = [:]
        for member in self["metadata", key]?.object?.members ?? [] {
            result[member.key] = member.value.string ?? ""
        }
        return result
    }

    private mutating func setTexts(_ key: String, _ values: [String: String]) {
        var object = JSONObject()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            object.add(name, .string(value))
        }
        self["metadata", key] = object.isEmpty ? nil : .object(object)
    }
}
