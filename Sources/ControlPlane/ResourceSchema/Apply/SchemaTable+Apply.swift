import APIMachinery
import JSON

extension SchemaTable {
    /// A live object with a configuration applied: server-side apply.
    ///
    /// What the writer applied before and leaves out now is removed, unless others own it too.
    /// - Parameters:
    ///   - live: the object as it is, in canonical form; nil when it isn't there.
    ///   - ignored: top-level members that this request can't write (`status`).
    /// - Returns: the object, not yet defaulted, with its new `managedFields`.
    /// - Throws: 409 when others own what would change, unless it is forced; 500 for a
    ///   configuration
    ///   that doesn't fit the type.
    public func apply(
        _ configuration: APIObject, to live: APIObject?, as type: String, by manager: FieldManager,
        now: Timestamp, isForced: Bool = false, ignoring ignored: Set<String> = []
    ) throws(APIStatus) -> APIObject {
        let (walk, root) = try walk(type)
        try checkFit(configuration, type, walk, root)
        var managers = ManagedFields(live ?? APIObject([:]))
        if let live, managers.entries.isEmpty {
            let all = walk.difference(try canonical([:], as: type).json, plain(live.json), root)
            managers.set(
                all.changed,
                of: FieldManager(
                    name: "before-first-apply", applies: false, apiVersion: manager.apiVersion),
                now.description)
        }
        let wanted = plain(configuration.json, without: ignored)
        let owned = walk.fields(wanted, root)
        let base = live?.json ?? configuration.json
        let before = plain(base)
        let raw = walk.merged(base, plain(wanted, keepsNames: true, configuration), root)
        // Amounts and times may be written in several ways; only what they say can be a conflict.
        var merged = try canonical(raw, as: type).json
        let changed = walk.difference(before, plain(merged), root).changed
        if live != nil { try settle(&managers, changed.intersection(owned), manager, isForced) }
        let last = managers.entries[manager]?.fields ?? FieldSet()
        let others = managers.fields(except: manager).union(owned)
        merged = walk.pruned(merged, last.subtracting(owned), keeping: others, root)
        managers.set(owned, of: manager, now.description)
        var result = try canonical(merged, as: type)
        result["metadata", "managedFields"] = managers.json
        return result
    }

    /// The owners of a changed object's fields after an update: who updates owns what changed.
    /// - Parameter now: the time to note; nil for none.
    /// - Returns: the member of metadata; nil when there are no owners.
    public func managedFields(
        afterUpdating old: APIObject, to new: APIObject, as type: String,
        by manager: FieldManager, now: Timestamp?, ignoring ignored: Set<String> = []
    ) throws(APIStatus) -> JSON? {
        let (walk, root) = try walk(type)
        var managers = ManagedFields(old)
        let difference = walk.difference(
            plain(try canonical(old.json, as: type).json, without: ignored),
            plain(try canonical(new.json, as: type).json, without: ignored), root)
        managers.take(difference.changed.union(difference.removed), except: manager)
        let before = managers.entries[manager]?.fields ?? FieldSet()
        managers.set(
            before.union(difference.changed).subtracting(difference.removed), of: manager,
            now?.description ?? "")
        return managers.json
    }

    private func walk(_ type: String) throws(APIStatus) -> (ValueWalk, ValueWalk.Kind) {
        guard let place = place(of: type) else {
            throw .internalError("no type \(type)")
        }
        return (ValueWalk(shapes: shapes), ValueWalk.Kind(content: .object(place)))
    }

    /// What a configuration says must fit its type, and name each element once.
    private func checkFit(
        _ configuration: APIObject, _ type: String, _ walk: ValueWalk, _ root: ValueWalk.Kind
    ) throws(APIStatus) {
        let failure =
            "failed to create typed patch object (\(configuration.namespace)/"
            + "\(configuration.name); \(configuration.apiVersion), Kind=\(configuration.kind)): "
        let body: DecodedBody
        do throws(APIStatus) {
            body = try decodePatched(configuration.json, as: type)
        } catch {
            throw StrategicMerge.failure(failure + error.message)
        }
        if let complaint = body.complaints.first {
            let field = complaint.split(separator: "\"").last.map(String.init) ?? ""
            throw StrategicMerge.failure(failure + ".\(field): field not declared in schema")
        }
        if let twice = repeated(configuration.json, walk, root, []) {
            throw StrategicMerge.failure(
                failure + "\(FieldSet.text(twice)): duplicate entries for key")
        }
    }

    private func repeated(
        _ value: JSON, _ walk: ValueWalk, _ kind: ValueWalk.Kind, _ path: [String]
    ) -> [String]? {
        var seen: Set<String> = []
        for part in walk.parts(value, kind) ?? [] {
            if !seen.insert(part.step).inserted { return path + [part.step] }
            if let found = repeated(part.value, walk, part.kind, path + [part.step]) {
                return found
            }
        }
        return nil
    }

    /// Takes what changes from its owners, or tells of them.
    private func settle(
        _ managers: inout ManagedFields, _ changed: FieldSet, _ manager: FieldManager,
        _ isForced: Bool
    ) throws(APIStatus) {
        if isForced { return managers.take(changed, except: manager) }
        var causes: [APIStatus.Cause] = []
        var groups: [String] = []
        for other in managers.entries.keys.sorted(by: { $0.shown < $1.shown })
        where other != manager {
            let paths = (managers.entries[other]?.fields.intersection(changed).paths ?? [])
                .map(FieldSet.text)
            causes += paths.map {
                APIStatus.Cause(
                    reason: "FieldManagerConflict", message: "conflict with \(other.shown)",
                    field: $0)
            }
            guard !paths.isEmpty else { continue }
            groups.append(
                "conflicts with \(other.shown):\n" + paths.map { "- \($0)" }.joined(separator: "\n")
            )
        }
        guard let first = causes.first else { return }
        var details = APIStatus.Details()
        details.causes = causes
        let message =
            causes.count == 1
            ? "1 conflict: \(first.message): \(first.field)"
            : "\(causes.count) conflicts: " + groups.joined(separator: "\n")
        throw APIStatus(
            code: 409, reason: "Conflict", message: "Apply failed with \(message)",
            details: details)
    }

    private static let unowned = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation",
        "managedFields", "resourceVersion",
    ]

    /// The object without what nobody owns.
    private func plain(_ json: JSON, without ignored: Set<String> = []) -> JSON {
        var result = json
        for member in ignored.union(["kind", "apiVersion"]) { result[member] = nil }
        guard var metadata = result["metadata"] else { return result }
        for member in Self.unowned { metadata[member] = nil }
        result["metadata"] = metadata.object?.isEmpty == true ? JSON?.none : metadata
        return result
    }

    /// The configuration's fields, and the names that say which object it is.
    private func plain(
        _ wanted: JSON, keepsNames: Bool, _ configuration: APIObject
    ) -> JSON {
        var result = APIObject(wanted)
        for member in ["name", "namespace", "uid", "resourceVersion"] {
            if let value = configuration["metadata", member] {
                result["metadata", member] = value
            }
        }
        return result.json
    }
}
