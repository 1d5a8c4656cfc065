import JSON
import KubernetesAPI

/// Reads one kind's lists and watches for a source.
struct KindFollower: CollectionReader {
    private let kind: Kind
    private let gathering: Gathering
    private var listing = KindListing()
    /// Each object that was told, with its revision.
    private var told: [ObjectKey: String] = [:]
    /// Objects that can't be decoded, and why.
    private var undecodable: [ObjectKey: String] = [:]

    init(kind: Kind, gathering: Gathering) {
        self.kind = kind
        self.gathering = gathering
    }

    mutating func beginList() { listing = KindListing() }

    mutating func takePage(_ root: JSONValue, of request: String) throws(ClientError) {
        try listing.add(root, kind, request)
    }

    mutating func endList() {
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
        let rejected = listing.undecodable.filter { undecodable[$0.key] != $0.value }
            .sorted { $0.key < $1.key }.map(\.value)
        undecodable = listing.undecodable
        listing = KindListing()
        gathering.listed(kind, events, problem: problem, rejected: rejected)
    }

    /// The server is there again when it takes the watch, not when something changes.
    mutating func watchOpened() { gathering.changed(kind, [], problem: problem) }

    mutating func failed(_ error: ClientError) {
        gathering.changed(kind, [], problem: error.description)
    }

    mutating func take(_ event: WatchEvent, of request: String) throws(ClientError) {
        let place = ObjectPlace.alone(event.object, source: SourceLocation(file: request))
        let key = place.key(kind)
        let hadProblem = problem
        var events: [ObjectEvent] = []
        var rejected: [String] = []
        if event.change == .deleted {
            undecodable[key] = nil
            if told.removeValue(forKey: key) != nil { events = [.deleted(key)] }
        } else {
            do throws(DecodeError) {
                events = [.applied(try place.decode())]
                undecodable[key] = nil
                told[key] = event.resourceVersion ?? ""
            } catch {
                if undecodable.updateValue("\(error)", forKey: key) != "\(error)" {
                    rejected = ["\(error)"]
                }
            }
        }
        if !events.isEmpty || !rejected.isEmpty || problem != hadProblem {
            gathering.changed(kind, events, problem: problem, rejected: rejected)
        }
    }

    /// What is wrong with objects, though the server answers.
    private var problem: String? {
        undecodable.min { $0.key < $1.key }?.value
    }
}
