import JSON
import KubernetesAPI

/// All objects of a kind, read page by page.
struct KindListing {
    var objects: [KubernetesObject] = []
    /// Objects that could not be decoded, and why.
    var undecodable: [ObjectKey: String] = [:]
    /// The revision to watch from.
    var resourceVersion = ""

    private static let pageSize = 500

    static func load(_ kind: Kind, _ client: APIClient) async throws(ClientError) -> KindListing {
        do throws(ClientError) {
            return try await load(kind, client, inPages: true)
        } catch {
            // The pages were read too slowly: their revision is gone. One answer can't be.
            guard error.isExpired else { throw error }
            return try await load(kind, client, inPages: false)
        }
    }

    private static func load(
        _ kind: Kind, _ client: APIClient, inPages: Bool
    ) async throws(ClientError) -> KindListing {
        var listing = KindListing()
        var token = ""
        repeat {
            var path = kind.path
            if inPages { path += "?limit=\(pageSize)" }
            if !token.isEmpty { path += "&continue=\(percentEncoded(token))" }
            let root = try await client.get(path).root
            try listing.add(root, kind, "GET \(client.access.server)\(path)")
            token = root["metadata"]?["continue"]?.string ?? ""
        } while !token.isEmpty
        return listing
    }

    private mutating func add(
        _ root: JSONValue, _ kind: Kind, _ request: String
    ) throws(ClientError) {
        guard root["kind"]?.string == kind.name + "List",
            let revision = root["metadata"]?["resourceVersion"]?.string
        else {
            throw .malformed(request: request, "expected a \(kind)List with a resourceVersion")
        }
        resourceVersion = revision
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

    /// A continue token as a query takes it.
    static func percentEncoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "."), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
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
