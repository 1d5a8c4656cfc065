import JSON
import Testing

@Suite struct ConcurrentWritingTests {
    private let path = "/api/v1/namespaces/default/configmaps"

    @Test func `patches of one object at once all take effect`() async throws {
        let played = try await Played()
        let made = try await played.ask(
            "POST", path,
            ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"]])
        #expect(made.code == 201)
        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await played.ask(
                        "PATCH", path + "/c", ["data": [("k\(number)"): "v"]],
                        type: "application/merge-patch+json"
                    ).code
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.allSatisfy { $0 == 200 })
        let read = try await played.ask("GET", path + "/c")
        #expect(read.body["data"]?.object?.count == 20)
    }

    @Test func `of writers that insist on one revision exactly one wins`() async throws {
        let played = try await Played()
        let made = try await played.ask(
            "POST", path,
            ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "c"]])
        let revision = try #require(made.body["metadata"]?["resourceVersion"])
        let codes = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await played.ask(
                        "PUT", path + "/c",
                        [
                            "apiVersion": "v1", "kind": "ConfigMap",
                            "metadata": ["name": "c", "resourceVersion": revision],
                            "data": ["n": .string("\(number)")],
                        ]
                    ).code
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.filter { $0 == 200 }.count == 1)
        #expect(codes.filter { $0 == 409 }.count == 19)
    }
}
