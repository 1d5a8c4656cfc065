import APIMachinery
import JSON
import ResourceModel

/// Policies in CEL and their bindings: stored, not yet evaluated.
enum AdmissionPolicyKind {
    static let group = "admissionregistration.k8s.io"

    static let all = [
        policy(kind: "MutatingAdmissionPolicy", expressions: "Mutations", hasStatus: false),
        binding(kind: "MutatingAdmissionPolicyBinding"),
        policy(kind: "ValidatingAdmissionPolicy", expressions: "Validations", hasStatus: true),
        binding(kind: "ValidatingAdmissionPolicyBinding"),
    ]

    private static func stored(kind name: String, plural: String) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: group, kind: name, plural: plural, schema: "admissionregistration.v1." + name)
        kind.isNamespaced = false
        kind.categories = ["api-extensions"]
        kind.rules.hasGeneration = true
        return kind
    }

    private static func policy(
        kind name: String, expressions: String, hasStatus: Bool
    ) -> ResourceDefinition {
        var kind = stored(kind: name, plural: String(name.lowercased().dropLast()) + "ies")
        kind.columns = [
            .name, Column(expressions, type: "integer"), Column("ParamKind"), .age,
        ]
        kind.cells = { object, now in
            let parameter = object.spec["paramKind"]
            let version = parameter?.text("apiVersion") ?? ""
            let shown = parameter.map { "\(version)/\($0.text("kind"))" } ?? "<unset>"
            return [
                .string(object.name), .int(object.spec.list(expressions.lowercased()).count),
                .string(shown), Cell.age(object, now),
            ]
        }
        if hasStatus {
            kind.subresources = [.status(of: name)]
            kind.rules.dropStatus()
        }
        kind.rules.setDefaults = { object in
            object.json.update("spec") { spec in
                spec.setDefault("failurePolicy", "Fail")
                setMatchDefaults(&spec, "matchConstraints")
            }
        }
        return kind
    }

    private static func binding(kind name: String) -> ResourceDefinition {
        var kind = stored(kind: name, plural: name.lowercased() + "s")
        kind.columns = [.name, Column("PolicyName"), Column("ParamRef"), .age]
        kind.cells = { object, now in
            let reference = object.spec["paramRef"]
            let namespace = reference?.text("namespace") ?? ""
            var shown = "<unset>"
            if let reference, !reference.text("name").isEmpty {
                let name = reference.text("name")
                shown = namespace.isEmpty ? name : "\(namespace)/\(name)"
            }
            return [
                .string(object.name), .string(object.spec.text("policyName")), .string(shown),
                Cell.age(object, now),
            ]
        }
        kind.rules.setDefaults = { object in
            object.json.update("spec") { setMatchDefaults(&$0, "matchResources") }
        }
        kind.rules.validateCreate = { object, _ in
            Check.given(object.spec.text("policyName"), FieldPath("spec")["policyName"])
        }
        return kind
    }

    private static func setMatchDefaults(_ spec: inout JSON, _ member: String) {
        spec.update(member) { match in
            match.setDefault("matchPolicy", "Equivalent")
            match.setDefault("namespaceSelector", [:])
            match.setDefault("objectSelector", [:])
            for rules in ["resourceRules", "excludeResourceRules"] {
                match.updateEach(rules) { $0.setDefault("scope", "*") }
            }
        }
    }
}
