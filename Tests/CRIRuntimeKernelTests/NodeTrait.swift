import ContainerdTesting
import Testing

/// Gives each test of a suite a node of its own.
struct NodeTrait: TestTrait, SuiteTrait, TestScoping {
    let isRecursive = true

    /// The node of the test that runs.
    @TaskLocal static var node: ContainerdNode?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        let node = try await ContainerdNode.start()
        let result: Result<Void, any Error>
        do {
            result = .success(try await Self.$node.withValue(node, operation: body))
        } catch {
            result = .failure(error)
        }
        // Stopping waits, on a thread that nobody else needs.
        try await inBackground { try node.stop() }
        try result.get()
    }
}

extension Trait where Self == NodeTrait {
    static var withNode: NodeTrait { NodeTrait() }
}
