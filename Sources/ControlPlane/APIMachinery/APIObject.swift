import JSON

/// An object as the API carries it: a JSON tree with the metadata every object has.
///
/// The tree is in canonical form once `ResourceSchema` has decoded it: unknown fields are gone, and
/// so are nulls and what upstream omits when empty.
public struct APIObject: Sendable, Hashable {
    /// The whole object.
    public var json: JSON

    /// An object of a tree.
    public init(_ json: JSON) { self.json = json }

    /// The `apiVersion` field: `apps/v1`. Empty when absent, as are the other texts here.
    public var apiVersion: String {
        get { json["apiVersion"]?.string ?? "" }
        set { json["apiVersion"] = .string(newValue) }
    }

    /// The `kind` field.
    public var kind: String {
        get { json["kind"]?.string ?? "" }
        set { json["kind"] = .string(newValue) }
    }

    /// A field deep inside: `object["spec", "type"]`. Setting makes the objects on the way; nil
    /// removes.
    public subscript(path: String...) -> JSON? {
        get { json.field(path[...]) }
        set { json.setField(path[...], newValue) }
    }
}

extension JSON {
    /// A field deep inside objects; nil when one on the way is missing or no object.
    public func field(_ path: ArraySlice<String>) -> JSON? {
        guard let first = path.first else { return self }
        return self[first]?.field(path.dropFirst())
    }

    /// Sets or, with nil, removes a field deep inside; objects on the way are made when setting.
    public mutating func setField(_ path: ArraySlice<String>, _ value: JSON?) {
        guard let first = path.first else {
            if let value { self = value }
            return
        }
        if path.count == 1 {
            if value != nil || self[first] != nil { self[first] = value }
        } else if value != nil || self[first] != nil {
            var inner = self[first] ?? .object(JSONObject())
            inner.setField(path.dropFirst(), value)
            self[first] = inner
        }
    }

    /// Sets a member that is absent.
    public mutating func setDefault(_ key: String, _ value: @autoclosure () -> JSON) {
        if self[key] == nil { self[key] = value() }
    }

    /// Changes a member in place when it is there.
    public mutating func update(_ key: String, _ body: (inout JSON) -> Void) {
        guard var value = self[key] else { return }
        body(&value)
        self[key] = value
    }

    /// Changes each element of a member that is an array.
    public mutating func updateEach(_ key: String, _ body: (inout JSON) -> Void) {
        guard var elements = self[key]?.array else { return }
        for index in elements.indices { body(&elements[index]) }
        self[key] = .array(elements)
    }
}
