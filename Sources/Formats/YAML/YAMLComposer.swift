import JSON

/// Turns the events of one document into its tape.
struct YAMLComposer {
    private let events: YAMLEvents
    private var builder = JSONTapeBuilder(reserving: 1024)
    private var anchors: [String: JSONDocument] = [:]
    private var depth = 0
    /// How large the document may become: aliases of aliases grow without bound.
    private let byteLimit: Int

    init(_ events: YAMLEvents, byteLimit: Int) {
        self.events = events
        self.byteLimit = byteLimit
    }

    /// Composes from the first event of the root to the document's end; nil when it is `null`.
    mutating func composeDocument(from start: YAMLEvents.Event) throws(YAMLError) -> JSONDocument? {
        try composeNode(start)
        _ = try events.next()
        let document = builder.document()
        return document.root.isNull ? nil : document
    }

    private mutating func composeNode(_ event: YAMLEvents.Event) throws(YAMLError) {
        let anchor = event == .alias ? nil : events.anchor(event)
        let position = builder.position
        switch event {
        case .scalar: try composeScalar()
        case .mappingStart: try composeMapping()
        case .sequenceStart: try composeSequence()
        case .alias: try composeAlias()
        default: throw events.error("expected a value")
        }
        if let anchor { anchors[anchor] = builder.document(at: position) }
    }

    private mutating func composeScalar() throws(YAMLError) {
        let line = events.line
        switch try YAMLScalar(events) {
        case .string: builder.string(events.scalar, line: line)
        case .number(let text): builder.number(text, line: line)
        case .digits: builder.number(String(decoding: events.scalar, as: UTF8.self), line: line)
        case .bool(let value): builder.bool(value, line: line)
        case .null: builder.null(line: line)
        }
    }

    private mutating func composeSequence() throws(YAMLError) {
        try enter()
        builder.beginArray(line: events.line)
        var event = try events.next()
        while event != .sequenceEnd {
            try composeNode(event)
            event = try events.next()
        }
        builder.endArray()
        depth -= 1
    }

    private mutating func composeMapping() throws(YAMLError) {
        try enter()
        builder.beginObject(line: events.line)
        var keys = KeySet()
        var merged: [JSONValue] = []
        var event = try events.next()
        while event != .mappingEnd {
            if event == .scalar, YAMLScalar.isMergeKey(events) {
                merged += try composeMerged()
            } else {
                let key = try key(event)
                guard keys.insert(key) else {
                    throw events.error("key \"\(key)\" is there twice in one mapping")
                }
                builder.string(key, line: events.line)
                try composeNode(try events.next())
            }
            event = try events.next()
        }
        // What the mapping says itself wins, then what is merged first.
        for value in merged {
            for (key, member) in value.members where keys.insert(key) {
                try checkSize(adding: member)
                builder.string(key, line: member.line)
                builder.copy(member)
            }
        }
        builder.endObject()
        depth -= 1
    }

    private mutating func enter() throws(YAMLError) {
        depth += 1
        if depth > JSONDocument.maximumDepth {
            throw events.error("nested deeper than \(JSONDocument.maximumDepth) levels")
        }
    }

    private mutating func key(_ event: YAMLEvents.Event) throws(YAMLError) -> String {
        switch event {
        case .scalar:
            let key: String
            switch try YAMLScalar(events) {
            case .string, .digits: key = String(decoding: events.scalar, as: UTF8.self)
            case .number(let text): key = text
            case .bool(let value): key = value ? "true" : "false"
            case .null: throw events.error("null can't be a key")
            }
            if let anchor = events.anchor(event) {
                var builder = JSONTapeBuilder()
                builder.string(key, line: events.line)
                anchors[anchor] = builder.document()
            }
            return key
        case .alias:
            guard let key = try aliased().string else {
                throw events.error("a key must be a string")
            }
            return key
        default: throw events.error("a key must be a string, not a list or a mapping")
        }
    }

    private mutating func composeAlias() throws(YAMLError) {
        let value = try aliased()
        try checkSize(adding: value)
        builder.copy(value)
    }

    private func aliased() throws(YAMLError) -> JSONValue {
        let name = events.anchor(.alias) ?? ""
        guard let document = anchors[name] else {
            throw events.error("alias *\(name) has no anchor before it")
        }
        return document.root
    }

    private func checkSize(adding value: JSONValue) throws(YAMLError) {
        if builder.byteCount + value.byteCount > byteLimit {
            throw events.error("aliases make the document larger than \(byteLimit) bytes")
        }
    }

    /// The mappings behind a `<<`, each of whose members is added unless its key is there.
    private mutating func composeMerged() throws(YAMLError) -> [JSONValue] {
        let outer = builder
        builder = JSONTapeBuilder()
        try composeNode(try events.next())
        let value = builder.document().root
        builder = outer
        let sources = value.kind == .array ? Array(value.elements) : [value]
        guard sources.allSatisfy({ $0.kind == .object }) else {
            throw events.error("a merge key needs a mapping or a list of mappings")
        }
        return sources
    }
}

/// The keys of one mapping: few mostly, and then a list is faster than a set.
private struct KeySet {
    private var few: [String] = []
    private var many: Set<String> = []

    /// Adds a key; false when it is there.
    mutating func insert(_ key: String) -> Bool {
        if !many.isEmpty { return many.insert(key).inserted }
        if few.contains(key) { return false }
        few.append(key)
        if few.count > 24 { many = Set(few) }
        return true
    }
}
