import JSON

/// How apply sees values: what is one thing, and what is made of parts that may have owners of
/// their own.
struct ValueWalk {
    let shapes: [Shape]

    /// A value's type, and whether it is owned as a whole.
    struct Kind {
        var content: Shape.Content
        var listType: String?
        var keys: [String] = []
    }

    /// A part of a value: its step and what it is.
    struct Part {
        var step: String
        var value: JSON
        var kind: Kind
    }

    func kind(of field: Shape.Field) -> Kind {
        Kind(
            content: field.content, listType: field.declared.listType,
            keys: field.declared.listKeys)
    }

    /// The parts of a value; nil for what is owned as a whole.
    func parts(_ value: JSON, _ kind: Kind) -> [Part]? {
        if kind.listType == "atomic" { return nil }
        switch (kind.content, value) {
        case (.object(let place), .object(let object)):
            return object.members.compactMap { member in
                guard let index = shapes[place].place(of: member.key, near: 0) else { return nil }
                return Part(
                    step: "f:" + member.key, value: member.value,
                    kind: self.kind(of: shapes[place].fields[index]))
            }
        case (.map(let inner), .object(let object)):
            return object.members.map {
                Part(step: "f:" + $0.key, value: $0.value, kind: Kind(content: inner))
            }
        case (.list(let inner), .array(let elements)):
            switch kind.listType {
            case "map":
                return elements.map {
                    Part(step: step($0, kind.keys), value: $0, kind: Kind(content: inner))
                }
            case "set":
                return elements.map {
                    Part(step: "v:\($0)", value: $0, kind: Kind(content: inner))
                }
            default: return nil
            }
        default: return nil
        }
    }

    /// An element's step. Of the keys of lists, only a protocol has a default.
    private func step(_ element: JSON, _ keys: [String]) -> String {
        var object = JSONObject()
        for key in keys.sorted() {
            if let value = element[key] {
                object.add(key, value)
            } else if key == "protocol" {
                object.add(key, "TCP")
            }
        }
        return "k:\(JSON.object(object))"
    }

    /// The places that a writer names by applying a value.
    func fields(_ value: JSON, _ kind: Kind) -> FieldSet {
        var set = FieldSet()
        let isList = value.array != nil
        for part in parts(value, kind) ?? [] {
            let inner = parts(part.value, part.kind) ?? []
            // Elements are owned themselves, fields and keys only when nothing is below them.
            if inner.isEmpty || isList { set.members.insert(part.step) }
            guard !inner.isEmpty else { continue }
            let below = fields(part.value, part.kind)
            if !below.isEmpty { set.children[part.step] = below }
        }
        return set
    }

    /// What differs between two values: places that are new or changed, and places that are gone.
    struct Difference {
        var changed = FieldSet()
        var removed = FieldSet()
    }

    func difference(_ old: JSON?, _ new: JSON?, _ kind: Kind) -> Difference {
        var result = Difference()
        let before = old.flatMap { parts($0, kind) } ?? []
        let after = new.flatMap { parts($0, kind) } ?? []
        let olds = Dictionary(before.map { ($0.step, $0) }) { first, _ in first }
        let news = Dictionary(after.map { ($0.step, $0) }) { first, _ in first }
        for step in Set(olds.keys).union(news.keys) {
            guard let kind = (news[step] ?? olds[step])?.kind else { continue }
            let old = olds[step]?.value
            let new = news[step]?.value
            guard old != new else { continue }
            if old == nil { result.changed.members.insert(step) }
            if new == nil { result.removed.members.insert(step) }
            let hasParts =
                (old.flatMap { parts($0, kind) } ?? new.flatMap { parts($0, kind) }) != nil
            if !hasParts, old != nil, new != nil {
                result.changed.members.insert(step)
                continue
            }
            let below = difference(old, new, kind)
            if !below.changed.isEmpty { result.changed.children[step] = below.changed }
            if !below.removed.isEmpty { result.removed.children[step] = below.removed }
        }
        return result
    }

    /// A live value with an applied one merged in. Elements that are new go to the end.
    func merged(_ live: JSON?, _ applied: JSON, _ kind: Kind) -> JSON {
        guard let live, let parts = parts(applied, kind), let old = self.parts(live, kind) else {
            return applied
        }
        let olds = Dictionary(old.enumerated().map { ($0.element.step, $0.offset) }) { a, _ in a }
        switch live {
        case .object(var object):
            for part in parts {
                let key = String(part.step.dropFirst(2))
                object[key] = merged(object[key], part.value, part.kind)
            }
            return .object(object)
        case .array(var elements):
            for part in parts {
                if let index = olds[part.step] {
                    elements[index] = merged(elements[index], part.value, part.kind)
                } else {
                    elements.append(part.value)
                }
            }
            return .array(elements)
        default: return applied
        }
    }

    /// A value without what is in one set, unless it, or something below it, is in the other.
    func pruned(_ value: JSON, _ gone: FieldSet, keeping others: FieldSet, _ kind: Kind) -> JSON {
        guard let parts = parts(value, kind) else { return value }
        var kept: [(Part, JSON)] = []
        for part in parts {
            let isOwned =
                others.members.contains(part.step) || others.children[part.step] != nil
            if gone.members.contains(part.step), !isOwned { continue }
            let below = gone.children[part.step]
            let value = below.map {
                pruned(
                    part.value, $0, keeping: others.children[part.step] ?? FieldSet(), part.kind)
            }
            kept.append((part, value ?? part.value))
        }
        if value.array != nil { return .array(kept.map(\.1)) }
        return .object(
            JSONObject(
                distinct: kept.map {
                    JSONObject.Member(key: String($0.0.step.dropFirst(2)), value: $0.1)
                }))
    }
}
