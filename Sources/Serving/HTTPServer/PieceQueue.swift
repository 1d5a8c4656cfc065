import NIOCore

/// What an answer still has to send, handed out in portions, so that a long list never stands in
/// memory twice.
struct PieceQueue {
    private var pieces: [ArraySlice<UInt8>]
    private var index = 0
    private(set) var byteCount: Int

    init(_ pieces: [ArraySlice<UInt8>]) {
        self.pieces = pieces
        byteCount = pieces.reduce(0) { $0 + $1.count }
    }

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ piece: ArraySlice<UInt8>) {
        if index == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            index = 0
        }
        pieces.append(piece)
        byteCount += piece.count
    }

    /// The next bytes, at most `maximum`.
    mutating func next(_ maximum: Int, _ allocator: ByteBufferAllocator) -> ByteBuffer {
        var buffer = allocator.buffer(capacity: min(maximum, byteCount))
        while index < pieces.count, buffer.readableBytes < maximum {
            let room = maximum - buffer.readableBytes
            let piece = pieces[index]
            buffer.writeBytes(piece.prefix(room))
            if piece.count > room {
                pieces[index] = piece.dropFirst(room)
            } else {
                pieces[index] = []
                index += 1
            }
        }
        byteCount -= buffer.readableBytes
        return buffer
    }
}
