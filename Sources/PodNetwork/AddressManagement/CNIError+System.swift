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
