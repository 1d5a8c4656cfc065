import APIMachinery
import JSON
import ResourceModel

/// Webhooks that would change or judge requests: stored, not yet called.
enum WebhookConfigurationKind {
    static let all = [
        definition(kind: "MutatingWebhookConfiguration", isMutating: true),
        definition(kind: "ValidatingWebhookConfiguration", isMutating: false),
    ]

    private static func definition(kind name: String, isMutating: Bool) -> ResourceDefinition {
        var kind = ResourceDefinition(
            group: AdmissionPolicyKind.group, kind: name, plural: name.lowercased() + "s",
            schema: "admissionregistration.v1." + name)
        kind.isNamespaced = false
        kind.categories = ["api-extensions"]
        kind.columns = [.name, Column("Webhooks", type: "integer"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .int(object.json.list("webhooks").count),
                Cell.age(object, now),
            ]
        }
        kind.rules.hasGeneration = true
        kind.rules.setDefaults = { object in
            object.json.updateEach("webhooks") { setDefaults(&$0, isMutating) }
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, _, _ in validate(new) }
        return kind
    }

    private static func setDefaults(_ webhook: inout JSON, _ isMutating: Bool) {
        webhook.setDefault("failurePolicy", "Fail")
        webhook.setDefault("matchPolicy", "Equivalent")
        webhook.setDefault("namespaceSelector", [:])
        webhook.setDefault("objectSelector", [:])
        webhook.setDefault("timeoutSeconds", 10)
        if isMutating { webhook.setDefault("reinvocationPolicy", "Never") }
        webhook.updateEach("rules") { $0.setDefault("scope", "*") }
        webhook.update("clientConfig") { config in
            config.update("service") { $0.setDefault("port", 443) }
        }
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var names: Set<String> = []
        var mistakes: [InvalidField] = []
        for (index, webhook) in object.json.list("webhooks").enumerated() {
            let path = FieldPath("webhooks")[index]
            mistakes += validate(webhook, path)
            if !names.insert(webhook.text("name")).inserted {
                mistakes.append(.duplicate(path["name"], .string(webhook.text("name"))))
            }
        }
        return mistakes
    }

    private static func validate(_ webhook: JSON, _ path: FieldPath) -> [InvalidField] {
        var mistakes: [InvalidField] = []
        let name = webhook.text("name")
        if name.isEmpty {
            mistakes.append(.required(path["name"]))
        } else if name.split(separator: ".").count < 3 {
            let why = "should be a domain with at least three segments separated by dots"
            mistakes.append(.invalid(path["name"], .string(name), why))
        }
        if webhook.list("admissionReviewVersions").isEmpty {
            let why = "must specify one of v1, v1beta1"
            mistakes.append(.required(path["admissionReviewVersions"], why))
        }
        mistakes += Check.oneOf(
            webhook["failurePolicy"], path["failurePolicy"], ["Fail", "Ignore"])
        mistakes += Check.oneOf(
            webhook["matchPolicy"], path["matchPolicy"], ["Equivalent", "Exact"])
        if let effects = webhook["sideEffects"] {
            mistakes += Check.oneOf(effects, path["sideEffects"], ["None", "NoneOnDryRun"])
        } else {
            let why = "must specify one of None, NoneOnDryRun"
            mistakes.append(.required(path["sideEffects"], why))
        }
        if let seconds = webhook["timeoutSeconds"]?.int, !(1...30).contains(seconds) {
            let why = "the timeout value must be between 1 and 30 seconds"
            mistakes.append(.invalid(path["timeoutSeconds"], .int(seconds), why))
        }
        let config = webhook["clientConfig"] ?? [:]
        if (config["url"] == nil) == (config["service"] == nil) {
            let why = "exactly one of url or service is required"
            mistakes.append(.required(path["clientConfig"], why))
        }
        return mistakes
    }
}
