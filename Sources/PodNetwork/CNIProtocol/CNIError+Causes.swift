// Failures of what a plugin stands on become errors of the specification here, and here only.
extension CNIError {
    /// Runs the body; what the system refuses becomes code 5, with what was being done in front.
    @inlinable
    package static func wrapping<T>(
        _ activity: String, _ body: () throws -> T
    ) throws(CNIError) -> T {
        try with(.inputOutput, activity, body)
    }

    /// Runs the body; what the kernel refuses becomes code 100, with what was being done in front.
    @inlinable
    package static func applying<T>(
        _ activity: String, _ body: () throws -> T
    ) throws(CNIError) -> T {
        try with(.kernel, activity, body)
    }

    /// Runs the body; an error that has no code gets this one, with what was being done in front.
    ///
    /// - Parameter details: more lines that follow from the error, where there is more to say.
    @inlinable
    package static func with<T>(
        _ code: Code, _ activity: String, _ body: () throws -> T,
        details: (any Error) -> String? = { _ in nil }
    ) throws(CNIError) -> T {
        do {
            return try body()
        } catch let error as CNIError {
            throw error
        } catch {
            throw CNIError(code, "\(activity): \(error)", details: details(error))
        }
    }

    /// GC: throws what steps that went on past errors have collected; nothing, when nothing.
    package static func throwing(_ problems: [String]) throws(CNIError) {
        guard let first = problems.first else { return }
        let rest = problems.dropFirst().joined(separator: "\n")
        throw CNIError(.inputOutput, first, details: rest.isEmpty ? nil : rest)
    }
}
