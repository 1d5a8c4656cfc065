import APIMachinery
import JSON

/// Why a value doesn't fit its type, in the words of Go's decoder.
struct SchemaMismatch: Error {
    var message: String
}

/// Reads values by their types; one for each body.
struct SchemaDecoder {
    enum Step {
        case field(String)
        case key(String)
        case index(Int)
    }

    let shapes: [Shape]
    /// What a strict reader complains of, in the order of the source.
    var complaints: [String] = []
    /// Where the decoder is.
    var path: [Step] = []

    init(_ table: SchemaTable) { shapes = table.shapes }

    /// An object in canonical form.
    mutating func object(_ value: JSONValue, _ place: Int) throws(SchemaMismatch) -> JSON {
        guard value.kind == .object else {
            if value.isNull { return zero(.object(place)) }
            throw mismatch(value, shortName(place))
        }
        let shape = shapes[place]
        var found: [Found] = []
        found.reserveCapacity(value.count)
        var next = 0
        var isInOrder = true
        for (key, member) in value.members {
            guard let index = shape.place(of: key, near: next) else {
                complain("unknown", key)
                continue
            }
            if index < next {
                isInOrder = false
                if found.contains(where: { $0.index == index }) { complain("duplicate", key) }
            }
            next = index + 1
            let field = shape.fields[index]
            guard !member.isNull else { continue }
            path.append(.field(key))
            let decoded = try self.value(member, field.content, in: place)
            path.removeLast()
            let isKept = field.keepsZero || !isEmpty(decoded)
            found.append(Found(index: index, value: isKept ? decoded : JSON?.none))
        }
        if !isInOrder { found.sort { $0.index < $1.index } }
        return .object(JSONObject(distinct: members(shape, found)))
    }

    /// A field that the source has; without a value when it is written by no one.
    private struct Found {
        var index: Int
        var value: JSON?
    }

    /// The fields that are there, and those that are always written, in the type's order.
    private func members(_ shape: Shape, _ found: [Found]) -> [JSONObject.Member] {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(found.count + shape.always.count)
        var always = shape.always[...]
        for (position, entry) in found.enumerated() {
            // Of equal keys the last one counts.
            if position + 1 < found.count, found[position + 1].index == entry.index { continue }
            while let index = always.first, index <= entry.index {
                always = always.dropFirst()
                if index < entry.index { append(shape.fields[index], to: &members) }
            }
            if let value = entry.value {
                members.append(
                    JSONObject.Member(key: shape.fields[entry.index].name, value: value))
            }
        }
        for index in always { append(shape.fields[index], to: &members) }
        return members
    }

    private func append(_ field: Shape.Field, to members: inout [JSONObject.Member]) {
        if let value = field.absent {
            members.append(JSONObject.Member(key: field.name, value: value))
        }
    }

    private mutating func value(
        _ value: JSONValue, _ content: Shape.Content, in owner: Int
    ) throws(SchemaMismatch) -> JSON {
        switch content {
        case .plain(let type):
            return try plain(value, type, in: owner)
        case .object(let place):
            guard value.kind == .object else { throw misfit(value, content, owner) }
            return try object(value, place)
        case .list(let element):
            guard value.kind == .array else { throw misfit(value, content, owner) }
            var elements: [JSON] = []
            elements.reserveCapacity(value.count)
            path.append(.index(0))
            for item in value.elements {
                path[path.count - 1] = .index(elements.count)
                elements.append(
                    item.isNull ? zero(element) : try self.value(item, element, in: owner))
            }
            path.removeLast()
            return .array(elements)
        case .map(let element):
            guard value.kind == .object else { throw misfit(value, content, owner) }
            return try map(value, element, in: owner)
        }
    }

    /// A map, its keys in the order of their bytes as Go writes them.
    private mutating func map(
        _ value: JSONValue, _ element: Shape.Content, in owner: Int
    ) throws(SchemaMismatch) -> JSON {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(value.count)
        var isSorted = true
        for (key, item) in value.members {
            path.append(.key(key))
            let decoded = item.isNull ? zero(element) : try self.value(item, element, in: owner)
            path.removeLast()
            if let last = members.last, last.key >= key { isSorted = false }
            members.append(JSONObject.Member(key: key, value: decoded))
        }
        if !isSorted {
            var object = JSONObject()
            var keys: Set<String> = []
            for member in members {
                if !keys.insert(member.key).inserted { complain("duplicate", member.key) }
            }
            for key in keys.sorted() {
                if let last = members.last(where: { $0.key == key }) { object.add(key, last.value) }
            }
            return .object(object)
        }
        return .object(JSONObject(distinct: members))
    }

    private func zero(_ content: Shape.Content) -> JSON {
        switch content {
        case .plain(let type): return Shape.zero(type)
        case .list, .map: return .null
        case .object(let place):
            var members: [JSONObject.Member] = []
            for field in shapes[place].fields {
                if let value = field.absent {
                    members.append(JSONObject.Member(key: field.name, value: value))
                }
            }
            return .object(JSONObject(distinct: members))
        }
    }

    /// Whether Go's `omitempty` leaves a value out.
    private func isEmpty(_ value: JSON) -> Bool {
        switch value {
        case .null: true
        case .bool(let value): !value
        case .number(let text): text == "0" || text == "0.0" || text == "-0"
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        }
    }
}
