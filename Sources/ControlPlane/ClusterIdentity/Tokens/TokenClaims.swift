import JSON

/// What a service account's token says.
public struct TokenClaims: Hashable, Sendable {
    /// An object by name and uid.
    public struct Reference: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The unique id; may be empty.
        public var uid: String

        /// A reference.
        public init(name: String, uid: String) {
            self.name = name
            self.uid = uid
        }

        init?(_ json: JSON?) {
            guard let json, let name = json["name"]?.string else { return nil }
            self.init(name: name, uid: json["uid"]?.string ?? "")
        }

        var json: JSON {
            uid.isEmpty ? ["name": .string(name)] : ["name": .string(name), "uid": .string(uid)]
        }
    }

    /// For whom it is.
    public var audiences: [String]
    /// Seconds since 1970 when it ends.
    public var expires: Int64
    /// Seconds since 1970 when it was made, and from when it holds.
    public var issued: Int64
    /// Who made it.
    public var issuer: String
    /// Its own id.
    public var id: String
    /// The account's namespace.
    public var namespace: String
    /// The account.
    public var account: Reference
    /// The pod it is bound to.
    public var pod: Reference?
    /// The node it is bound to, or that its pod runs on.
    public var node: Reference?
    /// The secret it is bound to.
    public var secret: Reference?
    /// When whoever uses it still should be told to get a new one.
    public var warnAfter: Int64?

    /// As a token carries them: keys in the order of the alphabet.
    var json: JSON {
        var own = JSONObject()
        own.add("namespace", .string(namespace))
        own.add("node", ifPresent: node?.json)
        own.add("pod", ifPresent: pod?.json)
        own.add("secret", ifPresent: secret?.json)
        own.add("serviceaccount", account.json)
        own.add("warnafter", ifPresent: warnAfter.map { .int($0) })
        return [
            "aud": .strings(audiences), "exp": .int(expires), "iat": .int(issued),
            "iss": .string(issuer), "jti": .string(id), "kubernetes.io": .object(own),
            "nbf": .int(issued),
            "sub": .string("system:serviceaccount:\(namespace):\(account.name)"),
        ]
    }

    /// Reads claims; nil when they aren't a service account's.
    init?(_ json: JSON) {
        guard let own = json["kubernetes.io"], let account = Reference(own["serviceaccount"]),
            let namespace = own["namespace"]?.string, let issuer = json["iss"]?.string,
            let expires = json["exp"]?.int
        else { return nil }
        if let list = json["aud"]?.array {
            audiences = list.compactMap(\.string)
        } else {
            audiences = json["aud"]?.string.map { [$0] } ?? []
        }
        self.expires = Int64(expires)
        issued = Int64(json["nbf"]?.int ?? json["iat"]?.int ?? 0)
        self.issuer = issuer
        id = json["jti"]?.string ?? ""
        self.namespace = namespace
        self.account = account
        pod = Reference(own["pod"])
        node = Reference(own["node"])
        secret = Reference(own["secret"])
        warnAfter = own["warnafter"]?.int.map(Int64.init)
        guard json["sub"]?.string == "system:serviceaccount:\(namespace):\(account.name)" else {
            return nil
        }
    }

    /// Claims of their parts.
    public init(
        audiences: [String], issued: Int64, expires: Int64, issuer: String, id: String,
        namespace: String, account: Reference
    ) {
        self.audiences = audiences
        self.expires = expires
        self.issued = issued
        self.issuer = issuer
        self.id = id
        self.namespace = namespace
        self.account = account
    }
}
