import CLinux
import Glibc

/// Two ends of a pipe, closed on exec. (`Pipe` is a name of Foundation's.)
public struct PipeEnds: ~Copyable, Sendable {
    /// Where bytes come out.
    public let reading: Descriptor
    /// Where bytes go in.
    public let writing: Descriptor

    /// A new pipe.
    public init() throws(SystemError) {
        var ends: [Int32] = [-1, -1]
        try systemCall("create pipe") { clinux_pipe(&ends) }
        reading = Descriptor(owning: ends[0])
        writing = Descriptor(owning: ends[1])
    }

    /// Gives both ends away: the one that reads, and the one that writes.
    public consuming func release() -> (reading: Int32, writing: Int32) {
        (reading.release(), writing.release())
    }
}

extension Descriptor {
    /// Writes what there is room for; returns how many bytes, 0 when there is none now.
    public borrowing func writeSome(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
        let number = rawValue
        do throws(SystemError) {
            return try systemCall("write") {
                bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            }
        } catch  where error.errno == .eagain {
            return 0
        }
    }
}
