import APIMachinery
import JSON
import ResourceModel

/// The wish for a certificate.
enum CertificateSigningRequestKind {
    static let definition: ResourceDefinition = {
        var kind = ResourceDefinition(
            group: "certificates.k8s.io", kind: "CertificateSigningRequest",
            plural: "certificatesigningrequests",
            schema: "certificates.v1.CertificateSigningRequest")
        kind.shortNames = ["csr"]
        kind.isNamespaced = false
        kind.columns = [
            .name, .age, Column("SignerName"), Column("Requestor"), Column("RequestedDuration"),
            Column("Condition"),
        ]
        kind.cells = cells
        kind.selectableFields = ["spec.signerName": { $0.spec.text("signerName") }]
        kind.subresources = [
            Subresource(
                name: "approval", kind: "CertificateSigningRequest",
                verbs: [.get, .patch, .update],
                service: .status(StatusRules(prepare: { new, old, _ in approve(&new, old) }))),
            .status(
                of: "CertificateSigningRequest",
                StatusRules(prepare: { new, old, _ in issue(&new, old) })),
        ]
        // Who asks is not for the one who asks to say.
        kind.rules.prepareForCreate = { object, context in
            object.json["status"] = nil
            object["spec", "uid"] = nil
            object["spec", "extra"] = nil
            object["spec", "username"] = .string(context.userName)
            object["spec", "groups"] = .strings(context.groups)
        }
        kind.rules.prepareForUpdate = { new, old, _ in
            new.keep("spec", of: old)
            new.keep("status", of: old)
        }
        kind.rules.setDefaults = { object in
            object.json.update("spec") { spec in
                if spec.list("usages").isEmpty {
                    spec["usages"] = ["digital signature", "key encipherment"]
                }
            }
        }
        kind.rules.validateCreate = { object, _ in validate(object) }
        return kind
    }()

    @Sendable private static func cells(_ object: APIObject, _ now: Timestamp) -> [JSON] {
        let seconds = object.spec["expirationSeconds"]?.int
        let duration = seconds.map { HumanDuration.text(seconds: Int64($0)) } ?? "<none>"
        let types = object.status.list("conditions").map { $0.text("type") }
        var words: [String] = []
        if types.contains("Denied") {
            words = ["Denied"]
        } else if types.contains("Approved") {
            words = ["Approved"]
        } else {
            words = ["Pending"]
        }
        if types.contains("Failed") { words.append("Failed") }
        if !object.status.text("certificate").isEmpty { words.append("Issued") }
        return [
            .string(object.name), Cell.age(object, now), .string(object.spec.text("signerName")),
            .string(object.spec.text("username")), .string(duration),
            .string(words.joined(separator: ",")),
        ]
    }

    /// `/approval` takes conditions, not the certificate.
    private static func approve(_ new: inout APIObject, _ old: APIObject) {
        new["status", "certificate"] = old["status", "certificate"]
    }

    /// `/status` takes the certificate; approving and denying stay as they were.
    private static func issue(_ new: inout APIObject, _ old: APIObject) {
        let decisions = ["Approved", "Denied"]
        let decided = old.status.list("conditions").filter {
            decisions.contains($0.text("type"))
        }
        let other = new.status.list("conditions").filter { !decisions.contains($0.text("type")) }
        let conditions = decided + other
        new["status", "conditions"] = conditions.isEmpty ? nil : .array(conditions)
    }

    private static func validate(_ object: APIObject) -> [InvalidField] {
        let path = FieldPath("spec")
        var mistakes: [InvalidField] = []
        if object.spec.text("request").isEmpty {
            let why = "PEM block type must be CERTIFICATE REQUEST"
            mistakes.append(.invalid(path["request"], "", why))
        }
        if object.spec.text("signerName").isEmpty {
            mistakes.append(.required(path["signerName"]))
        } else if !object.spec.text("signerName").contains("/") {
            let why =
                "must be a fully qualified domain and path of the form \"example.com/signer-name\""
            mistakes.append(
                .invalid(path["signerName"], .string(object.spec.text("signerName")), why))
        }
        if let seconds = object.spec["expirationSeconds"]?.int, seconds < 600 {
            let why = "may not specify a duration less than 600 seconds (10 minutes)"
            mistakes.append(.invalid(path["expirationSeconds"], .int(seconds), why))
        }
        return mistakes
    }
}
