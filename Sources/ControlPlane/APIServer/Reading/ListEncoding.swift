import APIMachinery
import JSON
import WatchCache

/// Lists as bytes. Objects that are served as they are kept are not copied: a list is their bytes
/// with what stands between.
struct ListEncoding {
    let encoding: ObjectEncoding
    let page: ListPage

    private static let opening: [UInt8] = Array("{".utf8)
    private static let separator: [UInt8] = Array(",{".utf8)

    /// The body's pieces.
    var pieces: [ArraySlice<UInt8>] {
        if encoding.definition.stored == nil, case .metadata(let version) = encoding.view {
            return [metadataList(version)[...]]
        }
        guard encoding.servesStoredBytes else { return [(json.serialized() + [0x0A])[...]] }
        var head = JSONWriter()
        head.object { writer in
            writer.member("kind", encoding.definition.kind + "List")
            writer.member("apiVersion", encoding.definition.groupVersion.description)
            writer.member("metadata", metadata)
        }
        var pieces: [ArraySlice<UInt8>] = []
        pieces.reserveCapacity(2 * page.objects.count + 2)
        pieces.append((head.bytes.dropLast() + Array(",\"items\":[".utf8))[...])
        for object in page.objects {
            pieces.append(pieces.count == 1 ? Self.opening[...] : Self.separator[...])
            pieces.append(object.item)
        }
        pieces.append(Array("]}\n".utf8)[...])
        return pieces
    }

    /// A list of metadata alone, cut out of the objects' bytes.
    private func metadataList(_ version: String) -> [UInt8] {
        var writer = JSONWriter(reserving: 512 * (page.objects.count + 1))
        writer.object { writer in
            writer.member("kind", "PartialObjectMetadataList")
            writer.member("apiVersion", "meta.k8s.io/" + version)
            writer.member("metadata", metadata)
            writer.member("items")
            writer.array { writer in
                for object in page.objects {
                    writer.object { writer in
                        writer.member("kind", "PartialObjectMetadata")
                        writer.member("apiVersion", "meta.k8s.io/" + version)
                        writer.member("metadata")
                        writer.raw(object.metadataBytes)
                    }
                }
            }
        }
        return writer.bytes + [0x0A]
    }

    /// The list as a tree.
    var json: JSON {
        switch encoding.view {
        case .object:
            let items = page.objects.map { object in
                var item = encoding.object(object).json
                item["kind"] = nil
                item["apiVersion"] = nil
                return item
            }
            return list(
                encoding.definition.kind + "List", encoding.definition.groupVersion.description,
                items)
        case .metadata(let version):
            let items = page.objects.map {
                ObjectEncoding.metadata(of: encoding.object($0), version)
            }
            return list("PartialObjectMetadataList", "meta.k8s.io/" + version, items)
        case .table(let version):
            return encoding.table(
                version, metadata: metadata, columns: encoding.columns,
                rows: page.objects.map { encoding.row(encoding.object($0), version) })
        }
    }

    private func list(_ kind: String, _ apiVersion: String, _ items: [JSON]) -> JSON {
        [
            "kind": .string(kind), "apiVersion": .string(apiVersion), "metadata": metadata,
            "items": .array(items),
        ]
    }

    private var metadata: JSON {
        var object = JSONObject()
        object.add("resourceVersion", .string(page.revision.description))
        if !page.continueToken.isEmpty {
            object.add("continue", .string(page.continueToken))
            object.add("remainingItemCount", ifPresent: page.remaining.map { .int($0) })
        }
        return .object(object)
    }
}
