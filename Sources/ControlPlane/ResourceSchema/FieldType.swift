/// What a field holds.
public indirect enum FieldType: Hashable, Sendable {
    case string, boolean, int32, int64, number
    /// Base64 of bytes.
    case bytes
    /// RFC 3339 to the second (`metav1.Time`) and to the microsecond (`metav1.MicroTime`).
    case time, microTime
    /// `resource.Quantity`, written as upstream writes it (`0.5` → `500m`).
    case quantity
    case intOrString
    /// Anything: `runtime.RawExtension`, `JSONSchemaProps`' any, `FieldsV1`.
    case any
    /// Another type of the table, by name: `core.v1.Container`.
    case object(String)
    case list(FieldType)
    /// A map from texts.
    case map(FieldType)
}

/// A field of a type.
public struct SchemaField: Hashable, Sendable {
    /// Its name in JSON.
    public var name: String
    /// What it holds.
    public var type: FieldType
    /// Whether OpenAPI says that it must be there.
    public var isRequired = false
    /// Whether it is written even when empty (a Go struct without `omitempty`'s effect, such as
    /// `resources` of a container): what is absent becomes its zero value.
    public var isAlwaysWritten = false
    /// Whether it is a pointer in Go: a zero value that is there is written.
    public var isPointer = false
    /// Strategic merge: the key of a list that merges element by element; nil replaces.
    public var mergeKey: String?
    /// Strategic merge: lists of plain values that merge as sets.
    public var mergesAsSet = false
    /// Strategic merge: `retainKeys` is among the strategies.
    public var retainsKeys = false
    /// Strategic merge: an object that is replaced as a whole.
    public var isReplaced = false
    /// Apply: `atomic`, `set`, `map`; nil for none.
    public var listType: String?
    /// Apply: the keys of a `map` list.
    public var listKeys: [String] = []

    /// A field.
    public init(name: String, type: FieldType) {
        self.name = name
        self.type = type
    }
}

/// A type of the API: its fields in the order in which they are written.
public struct SchemaType: Sendable {
    /// The name in the table: `core.v1.Pod`.
    public var name: String
    /// The fields.
    public var fields: [SchemaField]

    /// A type.
    public init(name: String, fields: [SchemaField]) {
        self.name = name
        self.fields = fields
    }
}
