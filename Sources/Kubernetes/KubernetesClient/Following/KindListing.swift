import JSON
import KubernetesAPI

/// All objects of a kind, as they are read page by page.
struct KindListing {
    var objects: [KubernetesObject] = []
    /// Objects that could not be decoded, and why.
    var undecodable: [ObjectKey: String] = [:]
    /// Adds a page.
    mutating func add(
        _ root: JSONValue, _ kind: Kind, _ request: String
    ) throws(ClientError) {
        guard root["kind"]?.string == kind.name + "List" else {
            throw .malformed(request: request, "expected a \(kind)List with a resourceVersion")
        }
        let places: [ObjectPlace]
        do throws(DecodeError) {
            places = try KubernetesObject.locate(root, source: SourceLocation(file: request))
        } catch {
            throw .malformed(request: request, "\(error)")
        }
        for place in places {
            do throws(DecodeError) {
                objects.append(try place.decode())
            } catch {
                undecodable[place.key(kind)] = "\(error)"
            }
        }
    }
}

extension KindListing {
    /// A reader that doesn't follow.
    private struct Once: CollectionReader {
        var kind: Kind
        var listing = KindListing()

        mutating func beginList() { listing = KindListing() }
        mutating func takePage(_ root: JSONValue, of request: String) throws(ClientError) {
            try listing.add(root, kind, request)
        }
        mutating func endList() {}
        mutating func watchOpened() {}
        mutating func take(_ event: WatchEvent, of request: String) throws(ClientError) {}
        mutating func failed(_ error: ClientError) {}
    }

    /// Everything of a kind, once.
    static func load(_ kind: Kind, _ client: APIClient) async throws(ClientError) -> KindListing {
        var once = Once(kind: kind)
        _ = try await kind.collection.list(client, into: &once)
        return once.listing
    }
}

extension ObjectPlace {
    /// What identifies the object, from whatever of its metadata can be read.
    func key(_ kind: Kind) -> ObjectKey {
        ObjectKey(
            kind: kind, namespace: value["metadata"]?["namespace"]?.string ?? "",
            name: value["metadata"]?["name"]?.string ?? "")
    }
}
