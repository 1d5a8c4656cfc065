import JSON
import KubernetesAPI
import LinuxSystem
import YAML

/// One file as it was read last, with the objects of each of its pieces.
struct ManifestFile: Sendable {
    /// A piece and what it holds.
    struct Part: Sendable {
        var range: Range<Int>
        var firstLine: Int
        var hash: UInt64
        var entries: [ManifestEntry]
    }

    let path: String
    /// What the file was when it was read.
    let status: FileStatus
    private let bytes: [UInt8]
    let parts: [Part]

    /// Reads a file; pieces that are as they were keep their objects.
    init(reading path: String, after previous: ManifestFile?) throws(ManifestError) {
        let bytes: [UInt8]
        do {
            status = try Files.status(path)
            bytes = try Files.read(path)
        } catch {
            throw .unreadable(error)
        }
        self.path = path
        self.bytes = bytes
        if let previous, previous.bytes == bytes {
            parts = previous.parts
            return
        }
        var known: [UInt64: Part] = [:]
        for part in previous?.parts ?? [] { known[part.hash] = part }
        let pieces =
            YAML.looksLikeJSON(bytes)
            ? [ManifestPieces.Piece(range: 0..<bytes.count, firstLine: 1)]
            : ManifestPieces.split(bytes)
        var parts: [Part] = []
        parts.reserveCapacity(pieces.count)
        for piece in pieces {
            let hash = ManifestPieces.hash(bytes, piece.range)
            if let previous, var part = known[hash],
                previous.bytes[part.range] == bytes[piece.range]
            {
                part.range = piece.range
                part.firstLine = piece.firstLine
                parts.append(part)
                continue
            }
            let entries = try ManifestFile.entries(path, bytes, piece)
            parts.append(
                Part(
                    range: piece.range, firstLine: piece.firstLine, hash: hash, entries: entries))
        }
        self.parts = parts
    }

    private static func entries(
        _ path: String, _ bytes: [UInt8], _ piece: ManifestPieces.Piece
    ) throws(ManifestError) -> [ManifestEntry] {
        let documents: [JSONDocument]
        do {
            documents =
                piece.range.count == bytes.count
                ? try YAML.documents(bytes)
                : try YAML.documents(bytes[piece.range], firstLine: piece.firstLine)
        } catch {
            throw .syntax(file: path, error)
        }
        var entries: [ManifestEntry] = []
        let source = SourceLocation(file: path)
        var lines = JSONLineCounter()
        do throws(DecodeError) {
            for document in documents {
                for place in try KubernetesObject.locate(document.root, source: source) {
                    let line = lines.line(of: place.value)
                    entries.append(
                        ManifestEntry(try place.decode(), lineOffset: line - piece.firstLine))
                }
            }
        } catch {
            throw .object(error)
        }
        return entries
    }
}
