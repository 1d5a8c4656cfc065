import JSON

/// What a Pod adds to its `resolv.conf`.
public struct PodDNSConfig: Hashable, Sendable {
    /// Addresses of name servers.
    public var nameservers: [String]
    /// Domains to search.
    public var searches: [String]
    /// Options of the resolver.
    public var options: [Option]

    /// An option of the resolver: `ndots:5` has a value, `edns0` has none.
    public struct Option: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: String?

        /// An option.
        public init(name: String, value: String? = nil) {
            self.name = name
            self.value = value
        }

        init(decoding object: JSONValue) throws(FieldError) {
            name = try object.requiredText("name")
            value = try object.text("value")
        }

        /// As the API writes it.
        public var json: JSON {
            var object = JSONObject()
            object.add("name", .string(name))
            object.add("value", ifPresent: value.map(JSON.string))
            return .object(object)
        }
    }

    /// A configuration.
    public init(nameservers: [String] = [], searches: [String] = [], options: [Option] = []) {
        self.nameservers = nameservers
        self.searches = searches
        self.options = options
    }

    init(decoding value: JSONValue) throws(FieldError) {
        nameservers = try value.texts("nameservers")
        searches = try value.texts("searches")
        options = try value.list("options", Option.init(decoding:))
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("nameservers", ifNotEmpty: nameservers)
        object.add("searches", ifNotEmpty: searches)
        object.add("options", ifNotEmpty: options.map(\.json))
        return .object(object)
    }
}
