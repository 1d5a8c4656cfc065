import CLinux
import Glibc

/// An open file, socket or other kernel object; closed when it goes out of scope.
public struct Descriptor: ~Copyable, Sendable {
    /// The number, valid as long as this value lives.
    public let rawValue: Int32

    /// Takes over a number that nobody else closes.
    public init(owning rawValue: Int32) { self.rawValue = rawValue }

    deinit { close(rawValue) }

    /// Opens a file. It is closed on exec, always.
    ///
    /// - Parameter mode: the permissions of a file that this creates, before the umask.
    public init(
        opening path: String, _ flags: OpenFlags = .readOnly, mode: UInt32 = 0o644
    )
        throws(SystemError)
    {
        rawValue = try systemCall("open", path) { clinux_open(path, flags.rawValue, mode) }
    }

    /// Gives the number away; it is no longer closed here.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }

    /// Another descriptor of the same open file. C: F_DUPFD_CLOEXEC
    public borrowing func duplicate() throws(SystemError) -> Descriptor {
        let number = rawValue
        return Descriptor(owning: try systemCall("duplicate descriptor") { clinux_dup(number) })
    }

    /// Whether reads and writes return at once when they would have to wait. C: O_NONBLOCK
    public borrowing func setNonblocking(_ isOn: Bool) throws(SystemError) {
        let number = rawValue
        try systemCall("set flags of descriptor") { clinux_set_nonblocking(number, isOn ? 1 : 0) }
    }
}

extension Descriptor {
    /// Appends what is there, at most `limit` bytes. Returns how many: 0 at the end of the file.
    public borrowing func read(into bytes: inout [UInt8], limit: Int) throws(SystemError) -> Int {
        try Self.read(rawValue, into: &bytes, limit: limit)
    }

    /// Everything up to the end of the file.
    public borrowing func readAll() throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        // As much again as is there, so that short files cost little and long ones few calls.
        while try read(into: &bytes, limit: max(4096, bytes.count)) > 0 {}
        return bytes
    }

    /// Writes all bytes, in as many calls as it takes.
    public borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
        try Self.write(rawValue, bytes)
    }

    static func read(
        _ number: Int32, into bytes: inout [UInt8], limit: Int
    ) throws(SystemError) -> Int {
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: limit))
        let count: Int
        do throws(SystemError) {
            count = try systemCall("read") {
                bytes.withUnsafeMutableBytes {
                    Glibc.read(number, $0.baseAddress?.advanced(by: start), limit)
                }
            }
        } catch {
            bytes.removeLast(limit)
            throw error
        }
        bytes.removeLast(limit - count)
        return count
    }

    static func write(_ number: Int32, _ bytes: [UInt8]) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            done += try systemCall("write") {
                bytes.withUnsafeBytes {
                    Glibc.write(number, $0.baseAddress?.advanced(by: done), $0.count - done)
                }
            }
        }
    }
}

/// A descriptor that several owners share; closed with the last of them.
public final class SharedDescriptor: Sendable {
    private let descriptor: Descriptor

    /// Takes over a descriptor.
    public init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// The number, valid as long as this object lives.
    public var rawValue: Int32 { descriptor.rawValue }

    /// As of the descriptor.
    public func read(into bytes: inout [UInt8], limit: Int) throws(SystemError) -> Int {
        try descriptor.read(into: &bytes, limit: limit)
    }

    /// As of the descriptor.
    public func write(_ bytes: [UInt8]) throws(SystemError) { try descriptor.write(bytes) }

    /// Ends a connection in both directions, for everyone who has it open. C: shutdown
    public func shutDown() { _ = Glibc.shutdown(descriptor.rawValue, Int32(SHUT_RDWR)) }

    /// As of the descriptor.
    public func writeSome(_ bytes: ArraySlice<UInt8>) throws(SystemError) -> Int {
        try descriptor.writeSome(bytes)
    }

    /// As of the descriptor.
    public func setNonblocking(_ isOn: Bool) throws(SystemError) {
        try descriptor.setNonblocking(isOn)
    }
}
