import JSON

/// One endpoint of a slice. There may be a hundred thousand of them: what is absent costs nothing.
public struct Endpoint: Hashable, Sendable {
    /// Its addresses, all of the slice's type, unparsed; consumers use the first.
    public var addresses: [String]
    /// Whether it takes traffic.
    public var conditions: EndpointConditions
    /// Its own name below the Service's.
    public var hostname: String?
    /// The node that it runs on.
    public var nodeName: String?
    /// The zone that it runs in.
    public var zone: String?
    /// Who is asked to use it; nil for everyone.
    public var hints: EndpointHints?
    /// What it is: a Pod, mostly.
    public var targetRef: ObjectReference?

    /// An endpoint.
    public init(
        addresses: [String], conditions: EndpointConditions = EndpointConditions(),
        hostname: String? = nil, nodeName: String? = nil, zone: String? = nil,
        hints: EndpointHints? = nil, targetRef: ObjectReference? = nil
    ) {
        self.addresses = addresses
        self.conditions = conditions
        self.hostname = hostname
        self.nodeName = nodeName
        self.zone = zone
        self.hints = hints
        self.targetRef = targetRef
    }

    /// Decodes the endpoints of one slice. Names that repeat from one endpoint to the next (nodes,
    /// zones) share their storage.
    struct Decoder {
        private var nodeName: String?
        private var zone: String?

        mutating func decode(_ value: JSONValue) throws(FieldError) -> Endpoint {
            var endpoint = Endpoint(addresses: try value.texts("addresses"))
            if endpoint.addresses.isEmpty { throw FieldError(value, missing: "addresses") }
            if let conditions = try value.object("conditions") {
                endpoint.conditions = try EndpointConditions(decoding: conditions)
            }
            endpoint.hostname = try value.nonEmptyText("hostname")
            nodeName = try value.nonEmptyText("nodeName", reusing: nodeName)
            endpoint.nodeName = nodeName
            zone = try value.nonEmptyText("zone", reusing: zone)
            endpoint.zone = zone
            if let hints = try value.object("hints") {
                endpoint.hints = try EndpointHints(decoding: hints)
            }
            if let target = try value.object("targetRef") {
                endpoint.targetRef = try ObjectReference(decoding: target)
            }
            return endpoint
        }
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("addresses", .strings(addresses))
        object.add("conditions", conditions.json)
        object.add("hostname", ifNotEmpty: hostname)
        object.add("nodeName", ifNotEmpty: nodeName)
        object.add("zone", ifNotEmpty: zone)
        object.add("hints", ifPresent: hints?.json)
        object.add("targetRef", ifPresent: targetRef?.json)
        return .object(object)
    }
}

/// Whether an endpoint takes traffic. What is absent stays nil; `isReady` and so on say what that
/// means.
public struct EndpointConditions: Hashable, Sendable {
    /// Whether new connections may go to it.
    public var ready: Bool?
    /// Whether it would be ready if it were not terminating.
    public var serving: Bool?
    /// Whether it is being deleted.
    public var terminating: Bool?

    /// Conditions.
    public init(ready: Bool? = nil, serving: Bool? = nil, terminating: Bool? = nil) {
        self.ready = ready
        self.serving = serving
        self.terminating = terminating
    }

    init(decoding value: JSONValue) throws(FieldError) {
        ready = try value.flag("ready")
        serving = try value.flag("serving")
        terminating = try value.flag("terminating")
    }

    /// Absent counts as ready.
    public var isReady: Bool { ready ?? true }

    /// Absent counts as what `isReady` says.
    public var isServing: Bool { serving ?? isReady }

    /// Absent counts as not terminating.
    public var isTerminating: Bool { terminating ?? false }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("ready", ifPresent: ready.map(JSON.bool))
        object.add("serving", ifPresent: serving.map(JSON.bool))
        object.add("terminating", ifPresent: terminating.map(JSON.bool))
        return .object(object)
    }
}

/// Who is asked to use an endpoint.
public struct EndpointHints: Hashable, Sendable {
    /// Clients in these zones.
    public var forZones: [String]
    /// Clients on these nodes.
    public var forNodes: [String]

    /// Hints.
    public init(forZones: [String] = [], forNodes: [String] = []) {
        self.forZones = forZones
        self.forNodes = forNodes
    }

    init(decoding value: JSONValue) throws(FieldError) {
        func name(_ value: JSONValue) throws(FieldError) -> String {
            try value.requiredText("name")
        }
        forZones = try value.list("forZones", name)
        forNodes = try value.list("forNodes", name)
    }

    /// As the API writes it.
    public var json: JSON {
        var object = JSONObject()
        object.add("forZones", ifNotEmpty: forZones.map { ["name": .string($0)] })
        object.add("forNodes", ifNotEmpty: forNodes.map { ["name": .string($0)] })
        return .object(object)
    }
}
