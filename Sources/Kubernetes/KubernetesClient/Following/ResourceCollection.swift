import JSON

/// All objects of a resource, or those that a selector selects.
package struct ResourceCollection: Sendable {
    /// What messages call it.
    package var name: String
    /// The path of its list, with selectors but no other parameters.
    package var path: String

    private static let pageSize = 500

    /// A collection.
    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }

    /// Reads everything, page by page.
    /// - Returns: the revision to watch from.
    package func list<Reader: CollectionReader>(
        _ client: APIClient, into reader: inout Reader
    ) async throws(ClientError) -> String {
        do throws(ClientError) {
            return try await list(client, into: &reader, inPages: true)
        } catch {
            // The pages were read too slowly: their revision is gone. One answer can't be.
            guard error.isExpired else { throw error }
            return try await list(client, into: &reader, inPages: false)
        }
    }

    private func list<Reader: CollectionReader>(
        _ client: APIClient, into reader: inout Reader, inPages: Bool
    ) async throws(ClientError) -> String {
        reader.beginList()
        var token = ""
        var revision = ""
        repeat {
            var path = path
            if inPages { path = with("limit=\(Self.pageSize)") }
            if !token.isEmpty { path += "&continue=\(PercentCoding.encoded(token))" }
            let root = try await client.get(path).root
            let request = "GET \(client.access.server)\(path)"
            guard let now = root["metadata"]?["resourceVersion"]?.string else {
                throw .malformed(request: request, "expected a list with a resourceVersion")
            }
            try reader.takePage(root, of: request)
            revision = now
            token = root["metadata"]?["continue"]?.string ?? ""
        } while !token.isEmpty
        return revision
    }

    func watchPath(from revision: String) -> String {
        let seconds = Int.random(in: 300...600)
        return with(
            "watch=true&allowWatchBookmarks=true&resourceVersion=\(revision)"
                + "&timeoutSeconds=\(seconds)")
    }

    private func with(_ parameters: String) -> String {
        path + (path.contains("?") ? "&" : "?") + parameters
    }
}
