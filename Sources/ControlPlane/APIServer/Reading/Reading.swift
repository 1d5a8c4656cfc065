import APIMachinery
import HTTPServer
import JSON
import ObjectStore
import ResourceModel
import WatchCache

extension APIServer {
    /// GET of an object.
    func get(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        try refuseHead(context)
        let acceptance = try Acceptance(context.http, query: context.query)
        let encoding = try ObjectEncoding(target, context, acceptance.view, schemas: schemas)
        if let wanted = try ListOptions.revision(context.query["resourceVersion"] ?? "") {
            guard await cache.wait(for: wanted, within: .seconds(3)) else {
                throw .tooLargeResourceVersion(wanted, current: cache.revision)
            }
        }
        let found = cache.get(
            target.storage.groupResource, namespace: target.namespace, name: target.name)
        guard let found else {
            throw .notFound(target.definition.groupResource, name: target.name)
        }
        if encoding.servesStoredBytes && acceptance.isPlainJSON {
            return answer([found.bytes[...], [0x0A]], context, acceptance)
        }
        return respond(encoding.json(encoding.object(found)), context, acceptance)
    }

    /// GET of a collection.
    func list(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        try refuseHead(context)
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try ListOptions(context.query, isWatch: false)
        let encoding = try ObjectEncoding(target, context, acceptance.view, schemas: schemas)
        var query = ListQuery(
            resource: target.storage.groupResource,
            filter: try target.definition.filter(
                options, namespace: target.namespace, name: target.name))
        query.moment = try options.moment
        // Whatever is at hand is at hand as a whole, and clients that take it take all of it.
        query.limit = query.moment == .any ? 0 : max(0, options.limit)
        query.continueToken = options.continueToken
        let list = ListEncoding(encoding: encoding, page: try await cache.list(query))
        if acceptance.isPlainJSON { return answer(list.pieces, context, acceptance) }
        return respond(list.json, context, acceptance)
    }

    /// Resources have no HEAD, upstream as here.
    private func refuseHead(_ context: RequestContext) throws(APIStatus) {
        if context.http.method == "HEAD" { throw .methodNotAllowed }
    }

    /// GET of the changes of a collection, or (by the old path) of an object.
    func watch(
        _ target: ResourceTarget, _ context: RequestContext
    ) async throws(APIStatus) -> HTTPResponse {
        let acceptance = try Acceptance(context.http, query: context.query)
        let options = try ListOptions(context.query, isWatch: true)
        let encoding = try ObjectEncoding(target, context, acceptance.view, schemas: schemas)
        var query = WatchQuery(
            resource: target.storage.groupResource,
            filter: try target.definition.filter(
                options, namespace: target.namespace, name: target.name),
            timeout: options.timeout ?? .seconds(Int.random(in: 1800...3600)),
            encoding: ViewWatchEncoding(encoding: encoding))
        query.wantsBookmarks = options.wantsBookmarks
        query.start = try await start(options)
        query.marksInitialEnd =
            options.sendsInitialEvents == true && options.wantsBookmarks
        return answer(query, context, acceptance)
    }

    /// Where a watch begins.
    private func start(_ options: ListOptions) async throws(APIStatus) -> WatchQuery.Start {
        let revision = try ListOptions.revision(options.resourceVersion)
        switch (options.sendsInitialEvents, revision) {
        case (true, let revision?):
            guard await cache.wait(for: revision, within: .seconds(3)) else {
                throw .tooLargeResourceVersion(revision, current: cache.revision)
            }
            return .current
        case (false, nil): return .after(cache.revision)
        case (true, nil), (nil, nil): return .current
        case (_, let revision?): return .after(revision)
        }
    }

    private func answer(
        _ query: WatchQuery, _ context: RequestContext, _ acceptance: Acceptance
    ) -> HTTPResponse {
        var response = respond(.null, context, Acceptance())
        let cache = cache
        response.body = .stream { stream in
            let sink = StreamSink(stream: stream)
            do throws(APIStatus) {
                let handle = try cache.watch(query, onto: sink)
                stream.onClose { handle.cancel() }
            } catch {
                // Past the head of the answer, what is wrong is an event.
                _ = sink.write(query.encoding.failure(error))
                sink.close()
            }
        }
        return response
    }

    /// JSON in pieces, as it is.
    private func answer(
        _ pieces: [ArraySlice<UInt8>], _ context: RequestContext, _ acceptance: Acceptance
    ) -> HTTPResponse {
        var response = respond(.null, context, acceptance)
        response.body = .pieces(pieces)
        return response
    }

    /// The objects of a collection that a request's selectors match, in the request's version.
    func selected(
        _ target: ResourceTarget, _ context: RequestContext
    ) throws(APIStatus) -> [APIObject] {
        let options = try ListOptions(context.query, isWatch: false)
        let filter = try target.definition.filter(
            options, namespace: target.namespace, name: target.name)
        let encoding = try ObjectEncoding(target, context, .object, schemas: schemas)
        return cache.list(target.storage.groupResource, namespace: filter.namespace).objects
            .filter(filter.matches).map(encoding.object)
    }

    /// Objects of the target's version as a list.
    func respondList(
        _ objects: [APIObject], _ target: ResourceTarget, _ context: RequestContext,
        _ acceptance: Acceptance
    ) -> HTTPResponse {
        let items = objects.map { object in
            var item = object.json
            item["kind"] = nil
            item["apiVersion"] = nil
            return item
        }
        let list: JSON = [
            "kind": .string(target.definition.kind + "List"),
            "apiVersion": .string(target.definition.groupVersion.description),
            "metadata": ["resourceVersion": .string(cache.revision.description)],
            "items": .array(items),
        ]
        return respond(list, context, acceptance)
    }

    /// An object of the target's version, as the answer to a write shows it.
    func view(
        _ object: APIObject, _ target: ResourceTarget, _ context: RequestContext,
        _ acceptance: Acceptance
    ) throws(APIStatus) -> JSON {
        try ObjectEncoding(target, context, acceptance.view, schemas: schemas).json(object)
    }
}

extension Acceptance {
    /// Whether bytes can be sent as they are kept.
    var isPlainJSON: Bool { format == .json && !isPretty }
}
