import APIServer
import Testing

@Suite struct RequestInfoTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var line: String
        var expected: String
        var testDescription: String { line }
    }

    /// A request's line, and what it is about: verb, group/version, namespace, resource, name,
    /// subresource.
    static let samples: [Sample] = [
        Sample(line: "GET /api/v1/pods", expected: "list|/v1||pods||"),
        Sample(line: "GET /api/v1/pods?watch=1", expected: "watch|/v1||pods||"),
        Sample(line: "GET /api/v1/pods?watch=false", expected: "list|/v1||pods||"),
        Sample(line: "POST /api/v1/namespaces", expected: "create|/v1||namespaces||"),
        Sample(line: "GET /api/v1/namespaces/a", expected: "get|/v1|a|namespaces|a|"),
        Sample(
            line: "PUT /api/v1/namespaces/a/finalize",
            expected: "update|/v1|a|namespaces|a|finalize"),
        Sample(line: "GET /api/v1/namespaces/a/pods", expected: "list|/v1|a|pods||"),
        Sample(
            line: "PATCH /apis/apps/v1/namespaces/a/deployments/d/scale",
            expected: "patch|apps/v1|a|deployments|d|scale"),
        Sample(
            line: "DELETE /api/v1/namespaces/a/configmaps",
            expected: "deletecollection|/v1|a|configmaps||"),
        Sample(
            line: "DELETE /api/v1/namespaces/a/configmaps/c",
            expected: "delete|/v1|a|configmaps|c|"),
        Sample(
            line: "GET /api/v1/namespaces/a/configmaps/a%20b",
            expected: "get|/v1|a|configmaps|a b|"),
        Sample(
            line: "GET /api/v1/watch/namespaces/a/pods", expected: "watch|/v1|a|pods||"),
    ]

    @Test(arguments: samples)
    func `a path and a method say what a request is about`(_ sample: Sample) {
        let info = Self.info(sample.line)
        #expect(info.isResource)
        let found = [
            info.verb, "\(info.group)/\(info.version)", info.namespace, info.resource, info.name,
            info.subresource,
        ]
        #expect(found.joined(separator: "|") == sample.expected)
    }

    @Test(arguments: ["/version", "/api", "/apis", "/api/v1", "/apis/apps/v1", "/api/v1//pods"])
    func `paths that name no resource are none`(_ path: String) {
        let info = Self.info("GET " + path)
        #expect(!info.isResource)
        #expect(info.verb == "get")
    }

    private static func info(_ line: String) -> RequestInfo {
        let words = line.split(separator: " ").map(String.init)
        let parts = words[1].split(separator: "?", maxSplits: 1).map(String.init)
        return RequestInfo(
            method: words[0], path: parts[0],
            query: QueryItems(parts.count == 2 ? parts[1] : nil))
    }
}
