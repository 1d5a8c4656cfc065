import CNIProtocol

extension CNIError {
    /// Runs the body; what the kernel refuses becomes code 100, with what was being done in front.
    static func applying<T>(_ activity: String, _ body: () throws -> T) throws(CNIError) -> T {
        do {
            return try body()
        } catch let error as CNIError {
            throw error
        } catch {
            throw CNIError(.kernel, "\(activity): \(error)")
        }
    }
}
