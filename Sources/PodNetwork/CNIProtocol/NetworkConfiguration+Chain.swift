extension NetworkConfiguration {
    /// What the plugins before this one made, for a plugin that only adds to it.
    /// - Throws: code 7 when the configuration has none.
    public func requirePreviousResult() throws(CNIError) -> CNIResult {
        guard let previousResult else {
            throw root["prevResult"].invalid(
                "the result of the plugins before this one: \(type) is chained behind others")
        }
        return previousResult
    }

    /// What ADD made, for CHECK of a plugin that nothing need be before.
    /// - Throws: code 7 when the configuration has none.
    public func requireResultOfADD() throws(CNIError) -> CNIResult {
        guard let previousResult else { throw root["prevResult"].invalid("the result of ADD") }
        return previousResult
    }
}
