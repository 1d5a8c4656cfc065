import APIMachinery
import ResourceModel
import WatchCache

typealias ListMoment = ListQuery.Moment

extension ResourceDefinition {
    /// Which objects a list or a watch is about.
    /// - Parameter name: the object's, where the path names one; else empty.
    /// - Throws: 400 for a field that can't be selected by.
    func filter(
        _ options: ListOptions, namespace: String, name: String
    ) throws(APIStatus) -> ObjectFilter {
        var filter = ObjectFilter(
            namespace: namespace.isEmpty ? nil : namespace, name: name.isEmpty ? nil : name)
        var rest = FieldSelector()
        for requirement in options.fields.requirements {
            switch requirement.field {
            case "metadata.name" where requirement.isEqual && filter.name == nil:
                filter.name = requirement.value
            case "metadata.namespace"
            where requirement.isEqual && filter.namespace == nil && isNamespaced:
                filter.namespace = requirement.value
            default:
                guard isSelectable(requirement.field) else {
                    throw unknownField(requirement.field)
                }
                rest.requirements.append(requirement)
            }
        }
        filter.isSelected = test(options.labels, rest)
        return filter
    }

    private func isSelectable(_ field: String) -> Bool {
        field == "metadata.name" || field == "metadata.namespace"
            || selectableFields[field] != nil
    }

    private func unknownField(_ field: String) -> APIStatus {
        if selectableFields.isEmpty {
            return .badRequest(
                """
                \"\(field)\" is not a known field selector: only \"metadata.name\", \
                \"metadata.namespace\"
                """)
        }
        if kind == "Job" {
            return .badRequest("field label \"\(field)\" not supported for Job")
        }
        return .badRequest("field label not supported: \(field)")
    }

    private func test(
        _ labels: LabelSelector, _ fields: FieldSelector
    ) -> (@Sendable (CachedObject) -> Bool)? {
        if fields.isEmpty && labels.isEmpty { return nil }
        let readers = selectableFields
        let view = stored
        return { (object: CachedObject) -> Bool in
            guard labels.isEmpty || labels.matches(object.labels) else { return false }
            return fields.matches { Self.value($0, object, readers, view) }
        }
    }

    private typealias Readers = [String: @Sendable (APIObject) -> String]

    private static func value(
        _ field: String, _ object: CachedObject, _ readers: Readers, _ view: StoredAs?
    ) -> String {
        switch field {
        case "metadata.name": return object.name
        case "metadata.namespace": return object.namespace
        default:
            let outline = view.map { $0.fromStored(object.outline) } ?? object.outline
            return readers[field]?(outline) ?? ""
        }
    }
}
