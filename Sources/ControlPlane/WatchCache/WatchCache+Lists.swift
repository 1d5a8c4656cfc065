import APIMachinery
import ObjectStore

extension WatchCache {
    /// Lists as asked: from memory, or for the past from the store.
    /// - Throws: 410 when the moment is gone, 504 when it has not come, 400 for a bad token.
    public func list(_ query: ListQuery) async throws(APIStatus) -> ListPage {
        if !query.continueToken.isEmpty { return try await listOn(query) }
        switch query.moment {
        case .any, .latest: return listNow(query, from: nil)
        case .notOlder(let revision):
            guard await wait(for: revision, within: .seconds(3)) else {
                throw .tooLargeResourceVersion(revision, current: self.revision)
            }
            return listNow(query, from: nil)
        case .exactly(let revision):
            guard revision <= self.revision else {
                throw .tooLargeResourceVersion(revision, current: self.revision)
            }
            return try await listAt(revision, query, from: "")
        }
    }

    /// Goes on where an earlier page left off.
    private func listOn(_ query: ListQuery) async throws(APIStatus) -> ListPage {
        let token = try ContinueToken(parsing: query.continueToken)
        guard let revision = token.revision else { return listNow(query, from: token.start) }
        do {
            return try await listAt(revision, query, from: token.start)
        } catch {
            guard error.code == 410 else { throw error }
            var status = APIStatus.expired(Self.tooOldToContinue)
            status.continueToken = ContinueToken(revision: nil, start: token.start).description
            throw status
        }
    }

    private static let tooOldToContinue = """
        The provided continue parameter is too old to display a consistent list result. You can \
        start a new list without the continue parameter, or use the continue token in this \
        response to retrieve the remainder of the results. Continuing with the provided token \
        results in an inconsistent list - objects that were created, modified, or deleted between \
        the time the first chunk was returned and now may show up in the list.
        """

    /// From memory.
    private func listNow(_ query: ListQuery, from start: String?) -> ListPage {
        let all = list(query.resource, namespace: query.filter.namespace)
        return page(all, query, from: start)
    }

    private func page(_ all: CachedList, _ query: ListQuery, from start: String?) -> ListPage {
        var rest = all.objects
        if let start {
            rest = rest.drop { $0.path.utf8.lexicographicallyPrecedes(start.utf8) }
        }
        let needsTest = query.filter.name != nil || query.filter.isSelected != nil
        guard query.limit > 0 else {
            let found = needsTest ? rest.filter(query.filter.matches) : Array(rest)
            return ListPage(objects: found, revision: all.revision)
        }
        var objects: [CachedObject] = []
        for index in rest.indices {
            if needsTest && !query.filter.matches(rest[index]) { continue }
            if objects.count == query.limit {
                return cut(
                    objects, all.revision, query, remaining: needsTest ? nil : rest.endIndex - index
                )
            }
            objects.append(rest[index])
        }
        return ListPage(objects: objects, revision: all.revision)
    }

    /// A page that is not the last one.
    private func cut(
        _ objects: [CachedObject], _ revision: Revision, _ query: ListQuery, remaining: Int?
    ) -> ListPage {
        // Behind the last object: paths hold no NUL.
        let start = (objects.last?.path ?? "") + "\0"
        return ListPage(
            objects: objects, revision: revision,
            continueToken: ContinueToken(revision: revision, start: start).description,
            remaining: remaining)
    }

    /// Of a past revision. When nothing of the resource changed since, memory has it.
    private func listAt(
        _ revision: Revision, _ query: ListQuery, from start: String
    ) async throws(APIStatus) -> ListPage {
        let shelf = query.resource.description
        let changed = state.withLock { state in
            state.shelfNumbers[shelf].map { state.shelves[$0].changed } ?? state.loadedAt
        }
        if changed <= revision {
            var all = list(query.resource, namespace: query.filter.namespace)
            // It may have changed just now, and then this is not the past.
            if all.objects.allSatisfy({ $0.revision <= revision }) && isUnchanged(shelf, revision) {
                all.revision = revision
                return page(all, query, from: start)
            }
        }
        return try await readPast(revision, query, from: start)
    }

    private func isUnchanged(_ shelf: String, _ revision: Revision) -> Bool {
        state.withLock { state in
            state.shelfNumbers[shelf].map { state.shelves[$0].changed <= revision } ?? true
        }
    }

    private func readPast(
        _ revision: Revision, _ query: ListQuery, from start: String
    ) async throws(APIStatus) -> ListPage {
        let root = Self.prefix(query.resource)
        let prefix = root + (query.filter.namespace.map { $0 + "/" } ?? "")
        let isFiltered = query.filter.name != nil || query.filter.isSelected != nil
        var objects: [CachedObject] = []
        var next = start.isEmpty ? nil : root + start
        while true {
            let limit = query.limit > 0 ? max(query.limit - objects.count + 1, 100) : nil
            let listing = try await readStore(prefix, next, revision, limit)
            for (index, value) in listing.values.enumerated() {
                let path = String(value.key.utf8.dropFirst(root.utf8.count)) ?? ""
                guard
                    let object = try? CachedObject(
                        path: path, revision: value.modified, stored: value.value)
                else { throw .internalError("the store's value of \(value.key) is damaged") }
                if isFiltered && !query.filter.matches(object) { continue }
                if query.limit > 0 && objects.count == query.limit {
                    let left = listing.values.count - index + listing.remaining
                    return cut(objects, revision, query, remaining: isFiltered ? nil : left)
                }
                objects.append(object)
            }
            guard listing.remaining > 0, let last = listing.values.last else {
                return ListPage(objects: objects, revision: revision)
            }
            next = last.key + "\0"
        }
    }

    private func readStore(
        _ prefix: String, _ start: String?, _ revision: Revision, _ limit: Int?
    ) async throws(APIStatus) -> StoreListing {
        do {
            return try await store.list(prefix: prefix, from: start, at: revision, limit: limit)
        } catch StoreError.compacted {
            throw .expired("The resourceVersion for the provided list is too old.")
        } catch StoreError.future(let current) {
            throw .tooLargeResourceVersion(revision, current: current)
        } catch {
            throw .internalError("\(error)")
        }
    }
}

extension APIStatus {
    /// 504: a revision that has not been.
    public static func tooLargeResourceVersion(
        _ revision: Revision, current: Revision
    ) -> APIStatus {
        var details = Details()
        details.causes = [
            Cause(reason: "ResourceVersionTooLarge", message: "Too large resource version")
        ]
        details.retryAfterSeconds = 1
        return APIStatus(
            code: 504, reason: "Timeout",
            message: "Timeout: Too large resource version: \(revision), current: \(current)",
            details: details)
    }
}
