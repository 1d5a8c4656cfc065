import CNIProtocol
import LinuxSystem

extension CNIError {
    /// Runs the body; what the system refuses becomes code 5, with what was being done in front.
    package static func wrapping<T>(
        _ activity: String, _ body: () throws -> T
    ) throws(CNIError) -> T {
        do {
            return try body()
        } catch let error as CNIError {
            throw error
        } catch {
            throw CNIError(.inputOutput, "\(activity): \(error)")
        }
    }
}

extension CNIError {
    /// Throws what several steps that went on past errors have collected; nothing, when nothing.
    package static func throwing(_ problems: [String]) throws(CNIError) {
        guard let first = problems.first else { return }
        let rest = problems.dropFirst().joined(separator: "\n")
        throw CNIError(.inputOutput, first, details: rest.isEmpty ? nil : rest)
    }
}
