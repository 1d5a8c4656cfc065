import CZlib

/// Header blocks from bytes; one for the whole of a connection, since each builds on those before.
final class HeaderInflater {
    /// Why bytes are no header block.
    struct Malformed: Error {}

    private static let limit = 64 << 10

    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() {
        stream.initialize(to: z_stream())
        inflateInit_(stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func inflate(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
        var input = bytes
        var output = [UInt8](repeating: 0, count: Self.limit)
        var code = Z_OK
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                code = CZlib.inflate(stream, Z_SYNC_FLUSH)
                if code == Z_NEED_DICT {
                    let dictionary = SPDYDictionary.bytes
                    inflateSetDictionary(stream, dictionary, UInt32(dictionary.count))
                    code = CZlib.inflate(stream, Z_SYNC_FLUSH)
                }
                return output.count - Int(stream.pointee.avail_out)
            }
        }
        // Nothing to do is no failure: Z_BUF_ERROR.
        guard code == Z_OK || code == Z_BUF_ERROR, stream.pointee.avail_in == 0 else {
            throw Malformed()
        }
        output.removeLast(output.count - count)
        return output
    }
}

/// Bytes from header blocks; one for the whole of a connection.
final class HeaderDeflater {
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

    init() {
        stream.initialize(to: z_stream())
        deflateInit_(
            stream, Z_BEST_SPEED, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        let dictionary = SPDYDictionary.bytes
        deflateSetDictionary(stream, dictionary, UInt32(dictionary.count))
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func deflate(_ bytes: [UInt8]) -> [UInt8] {
        var input = bytes
        // More than zlib can make of them, flush marks included.
        var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 256)
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.pointee.next_in = input.baseAddress
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                _ = CZlib.deflate(stream, Z_SYNC_FLUSH)
                return output.count - Int(stream.pointee.avail_out)
            }
        }
        output.removeLast(output.count - count)
        return output
    }
}
