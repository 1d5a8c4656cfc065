/// Types of one group and version, declared as text.
///
/// A type is its name and a colon, then its fields in the order in which they are written, with
/// semicolons between. A field is its name, its type and what lists and patches need to know:
///
///     Name: first string; second*= [Other] merge(key) map(key,protocol); third? int32
///
/// Behind a name, `*` says that OpenAPI calls the field required, `?` that it is a pointer (zero is
/// not absent), `=` that it is written even when empty. Types are `string`, `bool`, `int32`,
/// `int64`, `number`, `bytes`, `time`, `microTime`, `quantity`, `intOrString`, `any`, a type of the
/// same text, a type of another by its whole name, and lists `[…]` and maps `{…}` of them.
struct SchemaText: Sendable {
    /// What stands before the types' names: `core.v1`.
    var prefix: String
    /// The declarations.
    var text: String

    init(_ prefix: String, _ text: String) {
        self.prefix = prefix
        self.text = text
    }

    /// Every type that Martlet serves.
    static let all: [SchemaText] = [
        meta, core, coreVolumes, coreContainers, corePods, coreServices, coreNodes,
        corePersistentVolumes, apps, batch, autoscalingV1, autoscalingV2, policy, discovery,
        networking, events, rbac, coordination, scheduling, storage, node, certificates, admission,
        authentication, authorization, flowControl,
    ]

    /// The types that the text declares.
    func types() -> [SchemaType] {
        var types: [SchemaType] = []
        var words: [Substring.UTF8View] = []
        for word in text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            switch word.last {
            case UInt8(ascii: ":"):
                close(&words, &types)
                let name = Substring(word.dropLast())
                types.append(SchemaType(name: prefix + "." + name, fields: []))
            case UInt8(ascii: ";"):
                words.append(word.dropLast())
                close(&words, &types)
            default: words.append(word)
            }
        }
        close(&words, &types)
        return types
    }

    private func close(_ words: inout [Substring.UTF8View], _ types: inout [SchemaType]) {
        if words.count >= 2, !types.isEmpty {
            types[types.count - 1].fields.append(field(words))
        }
        words.removeAll(keepingCapacity: true)
    }

    private func field(_ words: [Substring.UTF8View]) -> SchemaField {
        let flags = "*?=".utf8
        let name = words[0].prefix { !flags.contains($0) }
        var field = SchemaField(name: String(Substring(name)), type: type(words[1]))
        for flag in words[0].dropFirst(name.count) {
            switch flag {
            case UInt8(ascii: "*"): field.isRequired = true
            case UInt8(ascii: "?"): field.isPointer = true
            default: field.isAlwaysWritten = true
            }
        }
        for word in words.dropFirst(2) { annotate(&field, Substring(word)) }
        return field
    }

    private func annotate(_ field: inout SchemaField, _ word: Substring) {
        let parts = word.split(separator: "(", maxSplits: 1)
        let arguments =
            parts.count == 2
            ? parts[1].dropLast().split(separator: ",").map(String.init) : []
        switch parts.first {
        case "merge":
            field.mergeKey = arguments.first
            field.mergesAsSet = arguments.isEmpty
        case "retainKeys": field.retainsKeys = true
        case "replace": field.isReplaced = true
        case "map":
            field.listType = "map"
            field.listKeys = arguments
        default: field.listType = String(word)
        }
    }

    private func type(_ word: Substring.UTF8View) -> FieldType {
        switch word.first {
        case UInt8(ascii: "["): return .list(type(word.dropFirst().dropLast()))
        case UInt8(ascii: "{"): return .map(type(word.dropFirst().dropLast()))
        default: break
        }
        let name = String(Substring(word))
        switch name {
        case "string": return .string
        case "bool": return .boolean
        case "int32": return .int32
        case "int64": return .int64
        case "number": return .number
        case "bytes": return .bytes
        case "time": return .time
        case "microTime": return .microTime
        case "quantity": return .quantity
        case "intOrString": return .intOrString
        case "any": return .any
        default: return .object(name.contains(".") ? name : prefix + "." + name)
        }
    }
}
