import CNIProtocol

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
}
