import APIMachinery
import JSON
import ResourceModel

/// Bytes by name that are nobody else's business; some types demand certain names.
enum SecretKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(kind: "Secret", plural: "secrets", schema: "core.v1.Secret")
        kind.columns = [.name, Column("Type"), Column("Data"), .age]
        kind.cells = { object, now in
            [
                .string(object.name), .string(object.json.text("type")),
                .int(object.json.members("data").count), Cell.age(object, now),
            ]
        }
        kind.selectableFields = ["type": { $0.json.text("type") }]
        kind.rules.setDefaults = { object in
            mergeTexts(&object)
            object.json.setDefault("type", "Opaque")
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        kind.rules.validateUpdate = { new, old, _ in
            var mistakes: [InvalidField] = []
            let type = new.json.text("type")
            if type != old.json.text("type") {
                mistakes.append(
                    .invalid(FieldPath("type"), .string(type), "field is immutable"))
            }
            return mistakes + DataKeys.checkImmutable(new, old, members: ["data"]) + validate(new)
        }
        kind.rules.warnings = { object, _ in warnings(object) }
        return kind
    }()

    /// `stringData` is for writing alone: it goes into `data`, before which it has precedence.
    private static func mergeTexts(_ object: inout APIObject) {
        guard let texts = object.json["stringData"]?.object?.members else { return }
        var values: [String: JSON] = [:]
        for entry in object.json.members("data") { values[entry.key] = entry.value }
        for entry in texts {
            values[entry.key] = .string(Base64.encode(Array((entry.value.string ?? "").utf8)))
        }
        var data = JSONObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) { data.add(key, value) }
        object.json["stringData"] = nil
        if !data.isEmpty { object.json["data"] = .object(data) }
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        var mistakes = DataKeys.check(object, "data")
        let path = FieldPath("data")
        let bytes = object.json.members("data").reduce(0) {
            $0 + Base64.decodedCount($1.value.string ?? "")
        }
        if bytes > DataKeys.maximumBytes {
            mistakes.append(.tooLong(path, maximum: DataKeys.maximumBytes))
        }
        let data = object.json["data"] ?? [:]
        func require(_ keys: String...) {
            mistakes += keys.filter { data[$0] == nil }.map { .required(path.key($0)) }
        }
        switch object.json.text("type") {
        case "kubernetes.io/service-account-token":
            let annotation = "kubernetes.io/service-account.name"
            if object.annotations[annotation, default: ""].isEmpty {
                mistakes.append(.required(FieldPath("metadata")["annotations"].key(annotation)))
            }
        case "kubernetes.io/dockercfg": mistakes += validateJSON(data, ".dockercfg")
        case "kubernetes.io/dockerconfigjson": mistakes += validateJSON(data, ".dockerconfigjson")
        case "kubernetes.io/basic-auth":
            if data["username"] == nil && data["password"] == nil {
                require("username", "password")
            }
        case "kubernetes.io/ssh-auth":
            if data.text("ssh-privatekey").isEmpty {
                mistakes.append(.required(path.key("ssh-privatekey")))
            }
        case "kubernetes.io/tls": require("tls.crt", "tls.key")
        default: break
        }
        return mistakes
    }

    /// Registry credentials must be JSON.
    private static func validateJSON(_ data: JSON, _ key: String) -> [InvalidField] {
        let path = FieldPath("data").key(key)
        guard let text = data[key]?.string else { return [.required(path)] }
        do throws(JSONError) {
            _ = try JSON(parsing: Base64.decode(text) ?? [])
            return []
        } catch {
            return [.invalid(path, "<secret contents redacted>", error.message)]
        }
    }

    private static func warnings(_ object: APIObject) -> [String] {
        guard object.json.text("type") == "kubernetes.io/tls", let data = object.json["data"] else {
            return []
        }
        func hasPEM(_ key: String) -> Bool {
            let bytes = Base64.decode(data.text(key)) ?? []
            return String(decoding: bytes, as: UTF8.self).contains("-----BEGIN ")
        }
        let missing = "tls: failed to find any PEM data in"
        if !hasPEM("tls.crt") { return ["\(missing) certificate input"] }
        if !hasPEM("tls.key") { return ["\(missing) key input"] }
        return []
    }
}
