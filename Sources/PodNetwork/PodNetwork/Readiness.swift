import CNIProtocol
import PodShaping

/// STATUS: what the kernel lacks.
enum Readiness {
    /// Runs a body; what it throws becomes code 50.
    static func require(_ complaint: String, _ body: () throws -> Void) throws(CNIError) {
        do {
            try body()
        } catch let error as CNIError where error.code == .notAvailable {
            throw error
        } catch {
            throw CNIError(.notAvailable, "\(complaint): \(error)")
        }
    }

    /// What limits need of the kernel.
    /// - Throws: code 50, with the options that it lacks.
    static func requireShaping() throws(CNIError) {
        try require("limits cannot be tried") {
            let missing = try KernelOption.missing().map(\.rawValue)
            guard missing.isEmpty else {
                throw CNIError(
                    .notAvailable, "the kernel lacks \(missing.joined(separator: ", "))")
            }
        }
    }
}
