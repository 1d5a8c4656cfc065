/// Messages of a package as text: a name, then its fields as `number:name:type`.
///
/// Types are `s` (string), `b` (bool), `i` (integer), `y` (bytes), `d` (double), or a message of
/// this package, or of another as `meta.v1.ObjectMeta`. Before a type, `*` stands for a list, `%`
/// for a map with text as keys, `<` for a message whose fields stand among those of the outer one.
/// Names are those of JSON: protobuf's own are `uID` and `Webhooks` where JSON has other cases.
struct MessageText: Sendable {
    let package: String
    let text: String

    init(package: String, _ text: String) {
        self.package = package
        self.text = text
    }

    static let all: [MessageText] = [
        .admissionRegistration, .apps, .authentication, .authorization, .autoscaling,
        .autoscalingV2, .batch, .certificates, .coordination, .coreAToE, .coreFToN, .coreOToP,
        .coreQToZ, .discovery, .events, .flowControl, .meta, .networking, .node, .policy, .rbac,
        .scheduling, .storage,
    ]
}
