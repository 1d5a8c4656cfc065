import ContainerRuntime

/// Fetches images: one that several containers want at once only once.
actor ImageFetcher {
    private let runtime: any ContainerRuntime
    private var fetching: [String: Task<Result<ImageState, RuntimeError>, Never>] = [:]

    init(_ runtime: any ContainerRuntime) { self.runtime = runtime }

    /// Fetches an image.
    func pull(_ name: String) async throws(RuntimeError) -> ImageState {
        if let task = fetching[name] { return try await task.value.get() }
        let task = Task { () -> Result<ImageState, RuntimeError> in
            do throws(RuntimeError) {
                return .success(try await runtime.pullImage(name))
            } catch {
                return .failure(error)
            }
        }
        fetching[name] = task
        defer { fetching[name] = nil }
        return try await task.value.get()
    }
}
