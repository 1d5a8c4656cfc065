import Glibc

extension Descriptor {
    /// Appends what a file has from an offset on, at most `limit` bytes. Returns how many: 0 at the
    /// end of the file. C: pread
    public borrowing func read(
        into bytes: inout [UInt8], limit: Int, at offset: Int
    ) throws(SystemError) -> Int {
        let start = bytes.count
        let number = rawValue
        bytes.append(contentsOf: repeatElement(0, count: limit))
        let count: Int
        do throws(SystemError) {
            count = try systemCall("read") {
                bytes.withUnsafeMutableBytes {
                    pread(number, $0.baseAddress?.advanced(by: start), limit, off_t(offset))
                }
            }
        } catch {
            bytes.removeLast(limit)
            throw error
        }
        bytes.removeLast(limit - count)
        return count
    }
}
