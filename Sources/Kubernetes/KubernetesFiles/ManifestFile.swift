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
        var entries: [ManifestEntry]
        /// What can't be decoded.
        var rejected: [ManifestRejection]
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
        let whole = ManifestPieces.Piece(range: 0..<bytes.count, firstLine: 1)
        if YAML.looksLikeJSON(bytes) {
            parts = [try ManifestFile.part(path, bytes, whole)]
        } else if let previous, let parts = try previous.changed(to: bytes) {
            self.parts = parts
        } else {
            let pieces = ManifestPieces.split(bytes, whole.range) ?? [whole]
            parts = try ManifestFile.parts(path, bytes, pieces)
        }
    }

    /// The parts of a newer text: those before and behind what changed keep their objects.
    /// - Returns: nil when the newer text can't be split there.
    private func changed(to newer: [UInt8]) throws(ManifestError) -> [Part]? {
        guard !YAML.looksLikeJSON(bytes) else { return nil }
        let prefix = ManifestPieces.commonPrefix(bytes, newer)
        if prefix == bytes.count, prefix == newer.count { return parts }
        let suffix = ManifestPieces.commonSuffix(
            bytes, newer, limit: min(bytes.count, newer.count) - prefix)
        let shift = newer.count - bytes.count
        // A part ends where the next marker begins, so that marker must be the same too; and a
        // marker is one only behind a line's end.
        let head = parts.prefix { $0.range.upperBound + 4 <= prefix }
        let tail = parts.dropFirst(head.count).drop {
            $0.range.lowerBound - 1 < bytes.count - suffix || $0.range.lowerBound == 0
        }
        let start = head.last?.range.upperBound ?? 0
        let end = tail.first.map { $0.range.lowerBound + shift } ?? newer.count
        let firstLine = parts.dropFirst(head.count).first?.firstLine ?? 1
        guard start <= end,
            let pieces = ManifestPieces.split(newer, start..<end, firstLine: firstLine)
        else { return nil }
        let middle = try ManifestFile.parts(path, newer, pieces)
        let lines = newer[start..<end].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
        let lineShift = tail.first.map { firstLine + lines - $0.firstLine } ?? 0
        return head + middle
            + tail.map { part in
                var moved = part
                moved.range = part.range.lowerBound + shift..<part.range.upperBound + shift
                moved.firstLine += lineShift
                return moved
            }
    }

    private static func parts(
        _ path: String, _ bytes: [UInt8], _ pieces: [ManifestPieces.Piece]
    ) throws(ManifestError) -> [Part] {
        var parts: [Part] = []
        parts.reserveCapacity(pieces.count)
        for piece in pieces { parts.append(try part(path, bytes, piece)) }
        return parts
    }

    private static func part(
        _ path: String, _ bytes: [UInt8], _ piece: ManifestPieces.Piece
    ) throws(ManifestError) -> Part {
        var part = Part(
            range: piece.range, firstLine: piece.firstLine, entries: [], rejected: [])
        let source = SourceLocation(file: path)
        var lines = JSONLineCounter()
        for document in try documents(path, bytes, piece) {
            let places: [ObjectPlace]
            do throws(DecodeError) {
                places = try KubernetesObject.locate(document.root, source: source)
            } catch {
                part.rejected.append(ManifestRejection(error, key: nil, part))
                continue
            }
            for place in places {
                let line = lines.line(of: place.value)
                do throws(DecodeError) {
                    part.entries.append(
                        ManifestEntry(try place.decode(), lineOffset: line - piece.firstLine))
                } catch {
                    part.rejected.append(ManifestRejection(error, key: place.likelyKey, part))
                }
            }
        }
        return part
    }

    private static func documents(
        _ path: String, _ bytes: [UInt8], _ piece: ManifestPieces.Piece
    ) throws(ManifestError) -> [JSONDocument] {
        do {
            return piece.range.count == bytes.count
                ? try YAML.documents(bytes)
                : try YAML.documents(bytes[piece.range], firstLine: piece.firstLine)
        } catch {
            throw .syntax(file: path, error)
        }
    }
}
