import JSON
import KubernetesAPI

/// Lists and watches one kind until its task is cancelled.
struct KindFollower {
    private let kind: Kind
    private let client: APIClient
    private let gathering: Gathering
    /// Each object that was told, with its revision.
    private var told: [ObjectKey: String] = [:]
    /// Objects that can't be decoded, and why.
    private var undecodable: [ObjectKey: String] = [:]
    /// Where to watch from; nil: list first.
    private var resourceVersion: String?
    private var backoff = Backoff()

    init(kind: Kind, client: APIClient, gathering: Gathering) {
        self.kind = kind
        self.client = client
        self.gathering = gathering
    }

    mutating func run() async {
        while !Task.isCancelled {
            do throws(ClientError) {
                if resourceVersion == nil { try await list() }
                try await watch()
            } catch {
                if error.isExpired, resourceVersion != nil {
                    resourceVersion = nil
                    continue
                }
                guard !Task.isCancelled else { return }
                // Whether the server answers again is seen at the next list or watch.
                gathering.changed(kind, [], problem: error.description)
                try? await Task.sleep(for: backoff.pause())
            }
        }
    }

    private mutating func list() async throws(ClientError) {
        let listing = try await KindListing.load(kind, client)
        var events: [ObjectEvent] = []
        var present: [ObjectKey: String] = [:]
        for object in listing.objects {
            let key = object.key
            let revision = object.resourceVersion ?? ""
            present[key] = revision
            if told[key] != revision || revision.isEmpty { events.append(.applied(object)) }
        }
        for (key, revision) in told where present[key] == nil {
            // An object that can't be read now is as it was last read.
            if listing.undecodable[key] != nil {
                present[key] = revision
            } else {
                events.append(.deleted(key))
            }
        }
        told = present
        undecodable = listing.undecodable
        resourceVersion = listing.resourceVersion
        backoff.reset()
        gathering.listed(kind, events, problem: problem)
    }

    private mutating func watch() async throws(ClientError) {
        guard let from = resourceVersion else { return }
        let seconds = Int.random(in: 300...600)
        let path =
            "\(kind.path)?watch=true&allowWatchBookmarks=true&resourceVersion=\(from)"
            + "&timeoutSeconds=\(seconds)"
        let name = "watch \(kind.plural) at \(client.access.server)"
        try await client.lines(path, named: name) { () in
            // The server is there again when it takes the watch, not when something changes.
            gathering.changed(kind, [], problem: problem)
        } line: { line throws(ClientError) in
            try take(try WatchEvent.decode(line, of: name), name)
        }
        backoff.reset()
    }

    private mutating func take(_ event: WatchEvent, _ name: String) throws(ClientError) {
        if event.change == .error { throw .refusal(name, code: 0, status: event.object) }
        if let revision = event.resourceVersion { resourceVersion = revision }
        if event.change == .bookmark { return }
        let place = ObjectPlace.alone(event.object, source: SourceLocation(file: name))
        let key = place.key(kind)
        let hadProblem = problem
        var events: [ObjectEvent] = []
        if event.change == .deleted {
            undecodable[key] = nil
            if told.removeValue(forKey: key) != nil { events = [.deleted(key)] }
        } else {
            do throws(DecodeError) {
                events = [.applied(try place.decode())]
                undecodable[key] = nil
                told[key] = event.resourceVersion ?? ""
            } catch {
                undecodable[key] = "\(error)"
            }
        }
        backoff.reset()
        if !events.isEmpty || problem != hadProblem {
            gathering.changed(kind, events, problem: problem)
        }
    }

    /// What is wrong with objects, though the server answers.
    private var problem: String? {
        undecodable.min { $0.key < $1.key }?.value
    }
}
