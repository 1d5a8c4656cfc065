import JSON

extension JSONValue? {
    /// The elements of a list that may be absent.
    var items: [JSONValue] { self.map { Array($0.elements) } ?? [] }
}
