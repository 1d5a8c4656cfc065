import ContainerRuntime

extension ProcessRuntime {
    public func image(_ name: String) async throws(RuntimeError) -> ImageState? {
        try images.find(name)?.state
    }

    /// Nothing is fetched from anywhere: an image is here or it isn't.
    public func pullImage(_ name: String) async throws(RuntimeError) -> ImageState {
        try images.require(name).state
    }

    public func images() async throws(RuntimeError) -> [ImageState] {
        try images.all().map(\.state)
    }
}
