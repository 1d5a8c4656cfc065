import APIMachinery
import JSON

/// POST to `serviceaccounts/NAME/token`: what is asked for, checked, and the answer.
public struct TokenRequest: Sendable {
    /// The object that the token is to be bound to: find it, and hand it to `answer`.
    public struct Binding: Hashable, Sendable {
        /// `Pod`, `Secret` or `Node`.
        public var kind: String
        /// Its name.
        public var name: String
        /// Its uid as the request believes; may be empty.
        public var uid: String

        /// Pods and secrets are of the account's namespace.
        public var isNamespaced: Bool { kind != "Node" }

        /// Where to look for it.
        public var resource: GroupResource {
            GroupResource(resource: kind.lowercased() + "s")
        }
    }

    private static let defaultSeconds = 3600
    /// Kubelets ask for this long; they get a year, and a warning afterwards, so that programs
    /// which read their token once go on working.
    private static let extendableSeconds = 3607
    private static let extendedSeconds: Int64 = 365 * 24 * 3600

    private let request: APIObject
    private let seconds: Int
    /// The object that the token is to be bound to.
    public let binding: Binding?

    /// Checks the decoded body.
    public init(_ request: APIObject) throws(APIStatus) {
        self.request = request
        seconds = request["spec", "expirationSeconds"]?.int ?? Self.defaultSeconds
        var fault: String?
        if seconds < 600 { fault = "may not specify a duration less than 10 minutes" }
        if seconds > 1 << 32 { fault = "may not specify a duration larger than 2^32 seconds" }
        if let fault {
            throw .invalid(
                GroupKind(group: "authentication.k8s.io", kind: "TokenRequest"), name: "",
                [.invalid(FieldPath("spec")["expirationSeconds"], .int(seconds), fault)])
        }
        binding = try Self.binding(request["spec", "boundObjectRef"])
    }

    private static func binding(_ reference: JSON?) throws(APIStatus) -> Binding? {
        guard let reference, reference != .null else { return nil }
        let kind = reference["kind"]?.string ?? ""
        let version = reference["apiVersion"]?.string ?? ""
        guard version == "v1", ["Pod", "Secret", "Node"].contains(kind) else {
            let group = version.contains("/") ? version : "/" + version
            throw .badRequest("cannot bind token to object of type \(group), Kind=\(kind)")
        }
        return Binding(
            kind: kind, name: reference["name"]?.string ?? "",
            uid: reference["uid"]?.string ?? "")
    }

    /// The answer: the request with the token in its status.
    ///
    /// - Parameters:
    ///   - account: the service account.
    ///   - bound: the object of `binding`.
    ///   - node: the node of a bound pod, when it is known.
    ///   - id: a new UUID.
    public func answer(
        account: APIObject, bound: APIObject?, node: APIObject?, id: String,
        tokens: ServiceAccountTokens, now: Timestamp
    ) throws(APIStatus) -> APIObject {
        try checkBinding(account, bound)
        let asked = request["spec", "audiences"]?.array?.compactMap(\.string) ?? []
        let audiences = asked.isEmpty ? tokens.audiences : asked
        var claims = TokenClaims(
            audiences: audiences, issued: now.seconds, expires: now.seconds + Int64(seconds),
            issuer: tokens.issuer, id: id, namespace: account.namespace,
            account: .init(name: account.name, uid: account.uid))
        bind(&claims, bound, node)
        let isOurs = audiences.allSatisfy(tokens.audiences.contains)
        if seconds == Self.extendableSeconds && isOurs {
            claims.warnAfter = claims.expires
            claims.expires = now.seconds + Self.extendedSeconds
        }
        let token: String
        do {
            token = try tokens.sign(claims)
        } catch {
            throw .internalError(error.description)
        }
        return complete(account, audiences, token, now)
    }

    private func checkBinding(_ account: APIObject, _ bound: APIObject?) throws(APIStatus) {
        guard let binding, let bound else { return }
        if binding.kind == "Pod" {
            let owner = bound["spec", "serviceAccountName"]?.string ?? ""
            if owner != account.name {
                throw .badRequest(
                    "cannot bind token for serviceaccount \"\(account.name)\" to pod running "
                        + "with different serviceaccount name.")
            }
        }
        if !binding.uid.isEmpty && binding.uid != bound.uid {
            throw .conflict(
                GroupResource(resource: binding.kind), name: binding.name,
                "the UID in the bound object reference (\(binding.uid)) does not match the UID in "
                    + "record. The object might have been deleted and then recreated")
        }
    }

    private func bind(_ claims: inout TokenClaims, _ bound: APIObject?, _ node: APIObject?) {
        guard let binding, let bound else { return }
        let reference = TokenClaims.Reference(name: bound.name, uid: bound.uid)
        switch binding.kind {
        case "Pod":
            claims.pod = reference
            if let name = bound["spec", "nodeName"]?.string, !name.isEmpty {
                claims.node = .init(name: name, uid: node?.uid ?? "")
            }
        case "Secret": claims.secret = reference
        default: claims.node = reference
        }
    }

    private func complete(
        _ account: APIObject, _ audiences: [String], _ token: String, _ now: Timestamp
    ) -> APIObject {
        let end = Timestamp(microseconds: (now.seconds + Int64(seconds)) * 1_000_000)
        return APIObject([
            "kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1",
            "metadata": [
                "name": .string(account.name), "namespace": .string(account.namespace),
                "uid": .string(account.uid), "creationTimestamp": .string(now.description),
            ],
            "spec": [
                "audiences": .strings(audiences), "expirationSeconds": .int(seconds),
                "boundObjectRef": request["spec", "boundObjectRef"] ?? .null,
            ],
            "status": [
                "token": .string(token), "expirationTimestamp": .string(end.description),
            ],
        ])
    }
}
