import JSON

// For readers of what an API server stored, and so has checked: what can't be decoded is nil.

extension Service {
    /// Reads a Service.
    package init?(reading value: JSONValue) {
        guard let service = try? Service(decoding: value) else { return nil }
        self = service
    }
}

extension EndpointSlice {
    /// Reads an EndpointSlice.
    package init?(reading value: JSONValue) {
        guard let slice = try? EndpointSlice(decoding: value) else { return nil }
        self = slice
    }
}
