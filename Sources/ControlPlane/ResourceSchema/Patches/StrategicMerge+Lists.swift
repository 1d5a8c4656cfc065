import APIMachinery
import JSON

extension StrategicMerge {
    /// Two lists that merge: by a key, or as sets of plain values.
    func lists(
        _ original: [JSON], _ patch: [JSON], _ rule: Rule, isDeletion: Bool
    ) throws(APIStatus) -> [JSON] {
        guard let first = original.first ?? patch.first else { return original }
        try checkKinds(original, patch, first)
        guard case .object = first else {
            if isDeletion { return original.filter { !patch.contains($0) } }
            return arranged(distinct(original + patch), patch, original, nil)
        }
        guard let key = rule.mergeKey else {
            throw StrategicMerge.failure("cannot merge lists without merge key for struct")
        }
        let (rest, changes) = try special(original, patch, key)
        let merged = try elements(rest, changes, key, rule.inner)
        return arranged(merged, changes, rest, key)
    }

    private func checkKinds(
        _ original: [JSON], _ patch: [JSON], _ first: JSON
    ) throws(APIStatus) {
        guard first.array == nil else { throw .unprocessable }
        guard (original + patch).allSatisfy({ $0.kindWord == first.kindWord }) else {
            let lists = StrategicMerge.goText(.array([.array(original), .array(patch)]))
            throw StrategicMerge.failure("list element types are not identical: \(lists)")
        }
    }

    private func distinct(_ values: [JSON]) -> [JSON] {
        var seen: Set<JSON> = []
        return values.filter { seen.insert($0).inserted }
    }

    /// Elements that carry directives done; what is left of both lists.
    private func special(
        _ original: [JSON], _ patch: [JSON], _ key: String
    ) throws(APIStatus) -> ([JSON], [JSON]) {
        var original = original
        var plain: [JSON] = []
        var replaces = false
        for element in patch {
            guard let directive = element[StrategicMerge.directive] else {
                plain.append(element)
                continue
            }
            switch directive.string {
            case "delete":
                guard let value = element[key] else { throw noMergeKey(element, key) }
                original.removeAll { $0[key] == value }
            case "replace": replaces = true
            case "merge":
                throw StrategicMerge.failure("merging lists cannot yet be specified in the patch")
            default: throw StrategicMerge.unknown(directive, element.object ?? JSONObject())
            }
        }
        return replaces ? (plain, []) : (original, plain)
    }

    private func elements(
        _ original: [JSON], _ patch: [JSON], _ key: String, _ content: Shape.Content
    ) throws(APIStatus) -> [JSON] {
        var merged = original
        for element in patch {
            guard let value = element[key], let changes = element.object else {
                throw noMergeKey(element, key)
            }
            if let index = merged.firstIndex(where: { $0[key] == value }) {
                let old = merged[index].object ?? JSONObject()
                merged[index] = .object(try objects(old, changes, content))
            } else {
                merged.append(StrategicMerge.plain(element) ?? element)
            }
        }
        return merged
    }

    private func noMergeKey(_ element: JSON, _ key: String) -> APIStatus {
        StrategicMerge.failure(
            "map: \(StrategicMerge.goText(element)) does not contain declared merge key: \(key)")
    }

    /// The elements in order: those of the patch as it has them, the others as they were, and each
    /// of the others before the first of the patch's that it stood before.
    func arranged(
        _ merged: [JSON], _ patchOrder: [JSON], _ oldOrder: [JSON], _ key: String?
    ) -> [JSON] {
        let newPlaces = places(patchOrder, key)
        let oldPlaces = places(oldOrder, key)
        func new(_ element: JSON) -> Int? { newPlaces[identity(element, key)] }
        func old(_ element: JSON) -> Int? { oldPlaces[identity(element, key)] }
        func sorted(_ elements: [JSON], _ place: (JSON) -> Int?) -> [JSON] {
            elements.enumerated().sorted { a, b in
                (place(a.element) ?? Int.max, a.offset) < (place(b.element) ?? Int.max, b.offset)
            }.map(\.element)
        }
        let ours = sorted(merged.filter { new($0) != nil }, new)
        let others = sorted(merged.filter { new($0) == nil }, old)
        var result: [JSON] = []
        var next = 0
        for other in others {
            while next < ours.count {
                if let a = old(other), let b = old(ours[next]), a < b { break }
                result.append(ours[next])
                next += 1
            }
            result.append(other)
        }
        return result + ours[next...]
    }

    private func identity(_ element: JSON, _ key: String?) -> JSON {
        key.map { element[$0] ?? .null } ?? element
    }

    private func places(_ order: [JSON], _ key: String?) -> [JSON: Int] {
        Dictionary(order.enumerated().map { (identity($0.element, key), $0.offset) }) {
            first, _ in first
        }
    }

    /// `$setElementOrder/…`: merges the list that it is for and puts it in that order.
    func order(
        _ original: inout JSONObject, _ patch: inout JSONObject, _ content: Shape.Content
    ) throws(APIStatus) {
        for change in patch.members where change.key.hasPrefix(StrategicMerge.elementOrder) {
            patch[change.key] = nil
            let wrong = APIStatus.badRequest("invalid patch format of setElementOrder list")
            guard let wanted = change.value.array else { throw wrong }
            let key = String(change.key.dropFirst(StrategicMerge.elementOrder.count))
            let rule = rule(key, in: content)
            let old = original[key]
            let new = patch[key]
            guard old == nil || old?.array != nil, new == nil || new?.array != nil else {
                throw StrategicMerge.failure("expected a []interface {}, but received a map")
            }
            try checkOrder(new?.array ?? [], wanted, rule.mergeKey)
            let merged: [JSON]
            switch (old?.array, new?.array) {
            case (nil, nil): continue
            case (let old?, nil): merged = old
            case (nil, let new?): merged = new.compactMap(StrategicMerge.plain)
            case (let old?, let new?):
                merged = rule.merges ? try lists(old, new, rule, isDeletion: false) : new
            }
            original[key] = .array(arranged(merged, wanted, old?.array ?? [], rule.mergeKey))
            patch[key] = nil
        }
    }

    /// The patch's elements must stand in the wanted order, and all be in it.
    private func checkOrder(
        _ patch: [JSON], _ wanted: [JSON], _ key: String?
    ) throws(APIStatus) {
        guard !wanted.isEmpty, !patch.isEmpty else { return }
        let plain = patch.filter { $0[StrategicMerge.directive] == nil }
        if let key, let element = (plain + wanted).first(where: { $0[key] == nil }) {
            throw noMergeKey(element, key)
        }
        var rest = plain[...]
        for element in wanted where !rest.isEmpty {
            if identity(rest[rest.startIndex], key) == identity(element, key) {
                rest = rest.dropFirst()
            }
        }
        guard rest.isEmpty else {
            let lists = [patch, wanted].map { StrategicMerge.goText(.array($0)) }
            throw StrategicMerge.failure(
                "The order in patch list:\n\(lists[0])\n doesn't match $setElementOrder list:\n"
                    + "\(lists[1])\n")
        }
    }
}
